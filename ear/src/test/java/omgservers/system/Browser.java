package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real browser without a window, and the web server of the pages that it opens. A page says what
 * came out by sending it to <code>/outcome</code>.
 */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");

  private final HttpServer pages;
  private final BlockingQueue<String> outcomes = new ArrayBlockingQueue<>(10);
  private final Path folder;
  private Process process;

  /** A browser that keeps its things in the folder; the pages are texts by path. */
  Browser(Path folder, Map<String, String> pages) {
    this.folder = folder;
    try {
      this.pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    pages.forEach((path, text) -> this.pages.createContext(path, call -> answer(call, text)));
    this.pages.createContext("/outcome", this::hear);
    this.pages.start();
  }

  /** Whether there is one; where all tests must run, there has to be. */
  static void require() {
    boolean found = program().isPresent();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(found).as("a browser: install chromium").isTrue();
    }
    if (!found) {
      System.out.println("No browser: tests of pages are left out. Install chromium to run them.");
    }
    Assumptions.assumeTrue(found, "no chromium on the path");
  }

  private static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens the page, and waits until it says what came out; null when it says nothing. */
  String outcomeOf(String path, int seconds) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program().orElseThrow().toString());
    command.addAll(List.of("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"));
    command.addAll(List.of("--disable-background-networking", "--disable-dev-shm-usage"));
    command.add("--user-data-dir=" + folder.resolve("profile"));
    command.add("--remote-debugging-port=0");
    command.add("http://127.0.0.1:" + pages.getAddress().getPort() + path);
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("browser.log").toFile())
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return outcomes.poll(seconds, TimeUnit.SECONDS);
  }

  private static void answer(HttpExchange call, String text) throws IOException {
    String type = call.getRequestURI().getPath().endsWith(".js") ? "text/javascript" : "text/html";
    call.getResponseHeaders().add("Content-Type", type + "; charset=utf-8");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(200, bytes.length);
    try (call) {
      call.getResponseBody().write(bytes);
    }
  }

  private void hear(HttpExchange call) throws IOException {
    String text = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    call.sendResponseHeaders(204, -1);
    call.close();
    outcomes.offer(text);
  }

  @Override
  public void close() {
    pages.stop(0);
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }
}
