package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import omgservers.system.Calls.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small tools that the public protocol has for operators. */
class AdminToolsIT {
  private static final String BASE = "/service/v1/entrypoint/admin/request/";
  private static Calls admin;

  @TempDir private Path folder;

  @BeforeAll
  static void signIn() {
    var platform = TestPlatform.get();
    admin =
        new Calls(
            platform.installation().url(),
            TestPlatform.service().token("admin", "admin", platform.secrets().get("admin")));
  }

  @Test
  void hashesSoThatAnyBcryptVerifiesIt() {
    Reply reply = admin.post(BASE + "bcrypt-hash", "{\"value\":\"open sesame\"}");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    String hash = reply.text("hash");
    assertThat(hash).startsWith("$2a$10$");
    assertThat(BCrypt.verifyer().verify("open sesame".toCharArray(), hash).verified).isTrue();
    assertThat(BCrypt.verifyer().verify("open barley".toCharArray(), hash).verified).isFalse();
    Reply tooLong =
        admin.post(BASE + "bcrypt-hash", "{\"value\":\"%s\"}".formatted("x".repeat(73)));
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(tooLong.text("detail")).contains("72 bytes");
  }

  @Test
  void findsTheSlotOfAnId() {
    String id = admin.post(BASE + "generate-id", "{}").text("id");
    Reply reply = admin.post(BASE + "calculate-shard", "{\"shard_key\":\"%s\"}".formatted(id));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(reply.json().path("slot").asLong()).isEqualTo((Long.parseLong(id) >>> 12) & 1023);
    assertThat(reply.text("uri")).isEqualTo(admin.url().toString());
    String text = "{\"shard_key\":\"some text\"}";
    assertThat(admin.post(BASE + "calculate-shard", text).json())
        .isEqualTo(admin.post(BASE + "calculate-shard", text).json());
  }

  private static Reply ping(String uri) {
    return admin.post(BASE + "ping-docker-host", "{\"docker_daemon_uri\":\"%s\"}".formatted(uri));
  }

  /** Answers one call as a daemon would, and returns what it was asked. */
  private static CompletableFuture<String> daemon(ServerSocketChannel server, String status) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (server;
              SocketChannel channel = server.accept()) {
            ByteBuffer request = ByteBuffer.allocate(1_024);
            channel.read(request);
            String answer = "HTTP/1.0 " + status + "\r\nContent-Length: 2\r\n\r\nOK";
            channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
            return new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static ServerSocketChannel listen(SocketAddress address) throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX).bind(address)
        : ServerSocketChannel.open().bind(address);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static String tcp(ServerSocketChannel server) throws IOException {
    return "tcp://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  @Test
  void pingsADaemonOverTcpAndOverASocket() throws IOException {
    ServerSocketChannel server = listen(anyPort());
    CompletableFuture<String> asked = daemon(server, "200 OK");
    Reply reply = ping(tcp(server));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(reply.json().path("successful").asBoolean()).isTrue();
    assertThat(asked.join()).startsWith("GET /_ping HTTP/1.");
    Path socket = folder.resolve("docker.sock");
    asked = daemon(listen(UnixDomainSocketAddress.of(socket)), "200 OK");
    reply = ping("unix://" + socket);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(asked.join()).startsWith("GET /_ping HTTP/1.");
  }

  @Test
  void saysWhyThereIsNoDaemon() throws IOException {
    assertUnreachable(ping("unix://" + folder.resolve("nothing.sock")));
    ServerSocketChannel closed = listen(anyPort());
    String address = tcp(closed);
    closed.close();
    assertUnreachable(ping(address));
    ServerSocketChannel ill = listen(anyPort());
    CompletableFuture<String> asked = daemon(ill, "500 Internal Server Error");
    assertUnreachable(ping(tcp(ill)));
    asked.join();
    try (ServerSocketChannel silent = listen(anyPort())) {
      Reply reply = ping(tcp(silent));
      assertUnreachable(reply);
      assertThat(reply.text("detail")).contains("5 s");
    }
    Reply wrong = ping("ftp://127.0.0.1");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().path("errors").path(0).path("field").asText())
        .isEqualTo("docker_daemon_uri");
  }

  private static void assertUnreachable(Reply reply) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(502);
    assertThat(reply.text("qualifier")).isEqualTo("SERVER_NOT_FOUND");
  }

  @Test
  void areForAdministratorsOnly() {
    String support =
        TestPlatform.service()
            .token("support", "support", TestPlatform.get().secrets().get("support"));
    assertThat(admin.as(support).post(BASE + "bcrypt-hash", "{\"value\":\"x\"}").status())
        .isEqualTo(403);
  }
}
