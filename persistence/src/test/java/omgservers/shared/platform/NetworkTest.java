package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static InetAddress address(String text) {
    return Network.address(text).orElseThrow();
  }

  private static Network network(String text) {
    return Network.parse(text).orElseThrow();
  }

  @Test
  void containsTheAddressesWithItsFirstBits() {
    assertThat(network("10.1.0.0/15").contains(address("10.0.255.255"))).isTrue();
    assertThat(network("10.1.0.0/15").contains(address("10.2.0.0"))).isFalse();
    assertThat(network("127.0.0.1").contains(address("127.0.0.1"))).isTrue();
    assertThat(network("127.0.0.1").contains(address("127.0.0.2"))).isFalse();
    assertThat(network("0.0.0.0/0").contains(address("203.0.113.9"))).isTrue();
    assertThat(network("fd00::/8").contains(address("fd12::1"))).isTrue();
    assertThat(network("0.0.0.0/0").contains(address("fd12::1"))).isFalse();
  }

  @Test
  void isNothingThatWouldHaveToBeLookedUp() {
    for (String text : new String[] {"proxy", "abc", "1.2.3", "300.1.1.1", "", "g::1", "a.b:c"}) {
      assertThat(Network.address(text)).as(text).isEmpty();
    }
    for (String text : new String[] {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "fd00::/129"}) {
      assertThat(Network.parse(text)).as(text).isEmpty();
    }
  }
}
