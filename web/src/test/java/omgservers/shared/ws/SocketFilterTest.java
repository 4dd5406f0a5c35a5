package omgservers.shared.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import omgservers.shared.security.SocketAddress;
import org.junit.jupiter.api.Test;

/** The token of a handshake, which strangers write. */
class SocketFilterTest {
  @Property(tries = 2_000)
  void readsAnythingWithoutAFault(
      @ForAll String header, @ForAll @Size(max = 4) List<String> protocols) {
    assertThatCode(() -> SocketFilter.token(header, protocols)).doesNotThrowAnyException();
    assertThatCode(() -> SocketFilter.token(null, protocols)).doesNotThrowAnyException();
  }

  @Property(tries = 500)
  void readsWhatIsCutOrBrokenInThePercentSigns(@ForAll @AlphaChars String token) {
    String offer = "quarkus-http-upgrade%23Authorization%23Bearer+" + token;
    for (int i = 0; i < offer.length(); i += 5) {
      String broken = offer.substring(0, i) + "%" + offer.substring(i);
      assertThatCode(() -> SocketFilter.token(null, List.of(broken))).doesNotThrowAnyException();
    }
  }

  @Property(tries = 500)
  void findsTheTokenThatWasGivenOut(@ForAll @AlphaChars String token) {
    SocketAddress given = SocketAddress.of(URI.create("http://127.0.0.1:8080"), "connector", token);
    assertThat(SocketFilter.token(null, List.of(given.secWebSocketProtocol()))).contains(token);
    assertThat(
            SocketFilter.token(
                null, List.of("other", given.secWebSocketProtocol().replace("+", "%20"))))
        .contains(token);
  }

  @Test
  void prefersThePlainHeader() {
    assertThat(SocketFilter.token("Bearer one", List.of())).contains("one");
    assertThat(SocketFilter.token("Basic one", List.of("bearer-token-carrier"))).isEmpty();
  }
}
