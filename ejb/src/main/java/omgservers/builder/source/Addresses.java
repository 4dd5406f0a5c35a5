package omgservers.builder.source;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import omgservers.shared.platform.Network;
import omgservers.shared.problem.Refusal;

/**
 * Which addresses source is fetched from: those of the web, and, unless the operator allows it,
 * none that only machines near ours can reach.
 */
public final class Addresses {
  private static final int URL_MAX = 1_024;

  /**
   * What is not public, beside what the JDK knows: it is set aside by the authority for numbers.
   */
  private static final List<Network> SET_ASIDE =
      Stream.of(
              "0.0.0.0/8",
              "100.64.0.0/10",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "240.0.0.0/4",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001:db8::/32",
              "2002::/16",
              "fc00::/7")
          .map(text -> Network.parse(text).orElseThrow())
          .toList();

  private Addresses() {}

  /** Fails unless the text is the address of a repository that may be fetched from. */
  public static void requireFetchable(String field, String url, boolean privately) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw Refusal.field(field, "is no address");
    }
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null || url.length() > URL_MAX) {
      throw Refusal.field(field, "must be an http or https address");
    }
    if (uri.getUserInfo() != null) {
      throw Refusal.field(field, "must hold no user and no password: all who see the build see it");
    }
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    if (!privately && Network.address(host).filter(found -> !isPublic(found)).isPresent()) {
      throw Refusal.field(field, "is an address that is not public");
    }
  }

  /** Whether everybody could reach the address. */
  static boolean isPublic(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isSiteLocalAddress()
        && !address.isMulticastAddress()
        && SET_ASIDE.stream().noneMatch(network -> network.contains(address));
  }

  /** Why nothing is fetched from there, also when another address sent us on to it; or null. */
  static String objection(URL url, boolean privately) {
    if (!url.getProtocol().equals("http") && !url.getProtocol().equals("https")) {
      return "it leads to an address that is neither http nor https";
    }
    if (privately) {
      return null;
    }
    try {
      for (InetAddress each : InetAddress.getAllByName(url.getHost().replaceAll("[\\[\\]]", ""))) {
        if (!isPublic(each)) {
          return "the host " + url.getHost() + " has an address that is not public";
        }
      }
      return null;
    } catch (UnknownHostException e) {
      return "the host " + url.getHost() + " is unknown";
    }
  }
}
