package omgservers.shared.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import omgservers.shared.platform.Network;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private static final String PROXY = "10.0.0.7";

  private final Addresses trusting =
      new Addresses(
          List.of(
              Network.parse("10.0.0.0/8").orElseThrow(), Network.parse("fd00::/8").orElseThrow()));

  @Test
  void believesNobodyWhenNoProxyIsTrusted() {
    assertThat(new Addresses(List.of()).of(PROXY, List.of("203.0.113.9"))).isEqualTo(PROXY);
  }

  @Test
  void believesTrustedProxiesOnly() {
    assertThat(trusting.of("198.51.100.1", List.of("203.0.113.9"))).isEqualTo("198.51.100.1");
    assertThat(trusting.of(PROXY, List.of("203.0.113.9"))).isEqualTo("203.0.113.9");
    assertThat(trusting.of(PROXY, List.of())).isEqualTo(PROXY);
  }

  @Test
  void takesTheLastHopThatIsNoProxyAndNoneThatTheCallerMadeUp() {
    assertThat(trusting.of(PROXY, List.of("1.2.3.4, 203.0.113.9 , 10.1.1.1")))
        .isEqualTo("203.0.113.9");
    assertThat(trusting.of(PROXY, List.of("1.2.3.4", "203.0.113.9"))).isEqualTo("203.0.113.9");
    assertThat(trusting.of(PROXY, List.of("10.1.1.1, 10.2.2.2"))).isEqualTo("10.1.1.1");
  }

  @Test
  void stopsAtWhatIsNoAddress() {
    assertThat(trusting.of(PROXY, List.of("1.2.3.4, unknown"))).isEqualTo(PROXY);
    assertThat(trusting.of(PROXY, List.of(""))).isEqualTo(PROXY);
    assertThat(trusting.of(PROXY, List.of("unknown, 10.1.1.1"))).isEqualTo("10.1.1.1");
  }

  @Test
  void readsPortsAndTheNewerKindOfAddress() {
    assertThat(trusting.of(PROXY, List.of("203.0.113.9:4711"))).isEqualTo("203.0.113.9");
    assertThat(trusting.of("fd00::1", List.of("[2001:db8::5]:4711")))
        .isEqualTo("2001:db8:0:0:0:0:0:5");
  }

  @Test
  void letsANetworkOfTheNewerKindShareALimit() {
    assertThat(Addresses.sharer("2001:db8::5"))
        .isEqualTo(Addresses.sharer("2001:db8::ffff:1"))
        .isNotEqualTo(Addresses.sharer("2001:db8:0:1::5"));
    assertThat(Addresses.sharer("203.0.113.9")).isEqualTo("203.0.113.9");
  }
}
