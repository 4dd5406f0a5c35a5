package omgservers.pool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Scope;

/**
 * Asks Docker daemons whether they are there, over TCP or a Unix socket. Nothing of what a host
 * answers is told but whether it is a daemon, so that the call cannot be used to read other hosts.
 */
@ApplicationScoped
public class DockerHosts {
  /** A daemon that has not answered after this time does not answer. */
  public static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private static final int HTTP_PORT = 80;
  private static final int DOCKER_PORT = 2375;
  private static final int LINE_MAX = 1_024;
  private static final Pattern GOOD = Pattern.compile("HTTP/1\\.[01] 200( .*)?");
  private static final byte[] REQUEST =
      "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Authorization authorization;

  /** Asks for whom this authorization lets. */
  @Inject
  public DockerHosts(Authorization authorization) {
    this.authorization = authorization;
  }

  protected DockerHosts() {
    this(null);
  }

  /** Fails unless a Docker daemon answers at the address. */
  public void ping(Caller caller, URI daemon) {
    authorization.admin(caller, Scope.POOL);
    SocketAddress address = address(daemon);
    String line;
    try (SocketChannel channel = open(address);
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      line = ask(channel, selector, address);
    } catch (IOException e) {
      throw unreachable(daemon, String.valueOf(e.getMessage()));
    }
    if (!GOOD.matcher(line).matches()) {
      throw unreachable(daemon, "what answers is no Docker daemon, or not a healthy one");
    }
  }

  private static Refusal unreachable(URI daemon, String why) {
    return new Refusal(
        Refusal.Kind.UNREACHABLE,
        Qualifier.SERVER_NOT_FOUND,
        "The Docker daemon at " + daemon + " does not answer as it should: " + why + ".");
  }

  static SocketAddress address(URI daemon) {
    String scheme = String.valueOf(daemon.getScheme());
    if (scheme.equals("unix") && daemon.getPath() != null && daemon.getPath().length() > 1) {
      return UnixDomainSocketAddress.of(daemon.getPath());
    }
    if ((scheme.equals("tcp") || scheme.equals("http")) && daemon.getHost() != null) {
      int usual = scheme.equals("tcp") ? DOCKER_PORT : HTTP_PORT;
      return new InetSocketAddress(
          daemon.getHost(), daemon.getPort() < 0 ? usual : daemon.getPort());
    }
    throw Refusal.field(
        "docker_daemon_uri", "must be like tcp://host:2375, http://host:2375 or unix:///socket");
  }

  private static SocketChannel open(SocketAddress address) throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open();
  }

  /** The first line of the answer, all within the time that a daemon has. */
  private static String ask(SocketChannel channel, Selector selector, SocketAddress address)
      throws IOException {
    long end = System.nanoTime() + ANSWER_MAX.toNanos();
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new IOException("the host is unknown");
    }
    if (!channel.connect(address)) {
      await(channel, selector, SelectionKey.OP_CONNECT, end);
      channel.finishConnect();
    }
    ByteBuffer request = ByteBuffer.wrap(REQUEST);
    while (request.hasRemaining()) {
      await(channel, selector, SelectionKey.OP_WRITE, end);
      channel.write(request);
    }
    ByteBuffer answer = ByteBuffer.allocate(LINE_MAX);
    while (answer.hasRemaining()) {
      await(channel, selector, SelectionKey.OP_READ, end);
      int read = channel.read(answer);
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      int lineEnd = text.indexOf('\r');
      if (lineEnd >= 0 || read < 0) {
        return lineEnd < 0 ? text : text.substring(0, lineEnd);
      }
    }
    return "";
  }

  private static void await(SocketChannel channel, Selector selector, int what, long end)
      throws IOException {
    channel.register(selector, what);
    long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    if (left <= 0 || selector.select(left) == 0) {
      throw new IOException("no answer within " + ANSWER_MAX.toSeconds() + " s");
    }
    selector.selectedKeys().clear();
  }
}
