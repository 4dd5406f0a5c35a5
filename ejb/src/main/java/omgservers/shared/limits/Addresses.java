package omgservers.shared.limits;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import omgservers.shared.platform.Network;
import omgservers.shared.platform.Settings;

/**
 * Where a request comes from: the peer of the connection, unless that is a proxy which we trust to
 * say for whom it asks; then the last one on its way that we do not trust.
 */
@ApplicationScoped
public class Addresses {
  private static final int NETWORK_BYTES = 8;

  private final List<Network> proxies;

  /** Addresses by the trust of these settings. */
  @Inject
  public Addresses(Settings settings) {
    this(settings.trustedProxies());
  }

  Addresses(List<Network> proxies) {
    this.proxies = proxies;
  }

  protected Addresses() {
    this(List.of());
  }

  /** The address, by the peer and the lines of its header X-Forwarded-For. */
  public String of(String peer, List<String> forwarded) {
    List<String> hops =
        forwarded.stream().flatMap(line -> Arrays.stream(line.split(",", -1))).toList();
    String address = peer;
    for (int i = hops.size() - 1; i >= 0 && isProxy(address); i--) {
      Optional<InetAddress> hop = Network.address(bare(hops.get(i)));
      if (hop.isEmpty()) {
        return address;
      }
      address = hop.get().getHostAddress();
    }
    return address;
  }

  private boolean isProxy(String address) {
    return !proxies.isEmpty()
        && Network.address(address)
            .filter(found -> proxies.stream().anyMatch(proxy -> proxy.contains(found)))
            .isPresent();
  }

  /** Some proxies write the port, too. */
  private static String bare(String hop) {
    String text = hop.strip();
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? text : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    return colon > 0 && text.indexOf(':', colon + 1) < 0 ? text.substring(0, colon) : text;
  }

  /** Who shares a limit: one address, or with IPv6 the network that one customer usually has. */
  public static String sharer(String address) {
    return Network.address(address)
        .map(InetAddress::getAddress)
        .filter(bytes -> bytes.length > NETWORK_BYTES)
        .map(bytes -> HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES))
        .orElse(address);
  }
}
