package omgservers.shared.security;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where to open a WebSocket, and the sub-protocol header that carries the token for it. */
public record SocketAddress(String connectionUrl, String secWebSocketProtocol) {
  /** The sub-protocol that the server answers with. */
  public static final String PROTOCOL = "bearer-token-carrier";

  /** What stands in front of the token, before it is encoded. */
  public static final String CARRIER = "quarkus-http-upgrade#Authorization#Bearer ";

  /** The WebSocket of the audience below the base address, opened with the token. */
  public static SocketAddress of(URI base, String audience, String token) {
    String scheme = "https".equals(base.getScheme()) ? "wss" : "ws";
    String url =
        scheme
            + base.toString().substring(base.getScheme().length())
            + "/"
            + audience
            + "/v1/entrypoint/websocket/endpoint";
    String carried = URLEncoder.encode(CARRIER + token, StandardCharsets.UTF_8);
    return new SocketAddress(url, PROTOCOL + "," + carried);
  }
}
