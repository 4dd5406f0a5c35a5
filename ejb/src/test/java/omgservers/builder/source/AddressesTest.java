package omgservers.builder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh://git@host/repository",
        "file:///etc",
        "git://host/repository",
        "ext::sh -c id",
        "/etc",
        "http:/host",
        "https://user:password@host/repository",
        "http://127.0.0.1/repository",
        "http://10.1.2.3/repository",
        "http://169.254.169.254/latest",
        "http://[::1]/repository",
        "http://[fd00::1]/repository",
        "http://100.64.0.1/repository",
        "http://[::ffff:127.0.0.1]/repository"
      })
  void refusesWhatIsNotOnTheWebForAll(String url) {
    assertThatThrownBy(() -> Addresses.requireFetchable("git.url", url, false))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("git.url ");
  }

  @Test
  void takesPublicAddressesAndPrivateOnesWhenAllowed() {
    assertThatCode(() -> Addresses.requireFetchable("git.url", "https://host.example/a.git", false))
        .doesNotThrowAnyException();
    assertThatCode(() -> Addresses.requireFetchable("git.url", "http://10.0.0.1/a.git", true))
        .doesNotThrowAnyException();
  }

  @Test
  void looksAtWhatAHostStandsForBeforeEachConnection() throws Exception {
    assertThat(Addresses.objection(URI.create("http://localhost/").toURL(), false))
        .isEqualTo("the host localhost has an address that is not public");
    assertThat(Addresses.objection(URI.create("file:///etc/passwd").toURL(), true))
        .isEqualTo("it leads to an address that is neither http nor https");
    assertThat(Addresses.objection(URI.create("http://localhost/").toURL(), true)).isNull();
    assertThat(Addresses.objection(URI.create("http://1.1.1.1/").toURL(), false)).isNull();
  }
}
