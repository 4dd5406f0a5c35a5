package omgservers.pool.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import omgservers.pool.Driver.Unreachable;
import omgservers.pool.Site;
import omgservers.pool.model.Engine;
import omgservers.shared.platform.Settings;
import org.junit.jupiter.api.Test;

class EngineLinesTest {
  private static final int TOGETHER = 4;

  private final Settings settings =
      new Settings() {
        @Override
        public Duration engineConnect() {
          return Duration.ofSeconds(5);
        }

        @Override
        public Duration engineCall() {
          return Duration.ofSeconds(5);
        }

        @Override
        public Duration engineCreate() {
          return Duration.ofSeconds(5);
        }

        @Override
        public Duration engineStart() {
          return Duration.ofSeconds(5);
        }
      };

  /** Answers pings and keeps its connections open, as engines do. */
  private static final class PingedEngine implements AutoCloseable {
    private static final byte[] OK =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK".getBytes(US_ASCII);

    private final ServerSocket server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final CountDownLatch asked;
    private final Thread door = new Thread(this::accept);

    PingedEngine(int port, int together) throws IOException {
      asked = new CountDownLatch(together);
      server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      door.start();
    }

    int port() {
      return server.getLocalPort();
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = server.accept();
          sockets.add(socket);
          new Thread(() -> answer(socket)).start();
        }
      } catch (IOException e) {
        // Closed: the end of this engine.
      }
    }

    private void answer(Socket socket) {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (line.isEmpty()) {
            asked.countDown();
            asked.await();
            socket.getOutputStream().write(OK);
          }
        }
      } catch (IOException | InterruptedException e) {
        // The caller went, or the engine was killed.
      }
    }

    private void joined() {
      try {
        door.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      // The port is free only when nobody waits at it any more.
      joined();
      for (Socket socket : sockets) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    }
  }

  private static Site site(int port) {
    return new Site(1, "eu-1", Engine.at("tcp://127.0.0.1:" + port, null));
  }

  @Test
  void givesUpAllConnectionsOfAnEngineThatDied() throws Exception {
    try (EngineLines lines = new EngineLines(settings)) {
      PingedEngine engine = new PingedEngine(0, TOGETHER);
      Site site = site(engine.port());
      List<CompletableFuture<Void>> pings =
          Stream.generate(
                  () ->
                      CompletableFuture.runAsync(
                          () -> lines.to(site).calls().pingCmd().exec(),
                          each -> new Thread(each).start()))
              .limit(TOGETHER)
              .toList();
      pings.forEach(CompletableFuture::join);
      engine.close();
      try (PingedEngine again = new PingedEngine(engine.port(), 1)) {
        EngineLine old = lines.to(site);
        assertThatThrownBy(() -> ping(lines, site)).isInstanceOf(Unreachable.class);
        ping(lines, site);
        assertThat(lines.to(site).streams()).isSameAs(old.streams());
        assertThat(again.port()).isEqualTo(engine.port());
      }
    }
  }

  private static void ping(EngineLines lines, Site site) {
    EngineLine line = lines.to(site);
    try {
      line.calls().pingCmd().exec();
    } catch (RuntimeException e) {
      throw lines.fault(site, line, e);
    }
  }
}
