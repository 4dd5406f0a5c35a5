package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real registry of images for tests, which lets in one user with a password. */
final class ImageRegistry implements AutoCloseable {
  static final String USER = "puller";
  static final String PASSWORD = "pull-me";

  /** The hash of the password, as htpasswd makes it. */
  private static final String HASH = "$2b$04$p5hvku7tXpflAktxHmcHROTiy37FhXKCXq1PTLn19dTneVg5/Ygwq";

  private final Process process;
  private final int port;

  private ImageRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static ImageRegistry start(Path folder) {
    int port = TestPlatform.freePort();
    try {
      Path users = Files.writeString(folder.resolve("users"), USER + ":" + HASH + "\n");
      Path config =
          Files.writeString(
              folder.resolve("registry.yml"),
              """
              version: 0.1
              storage:
                filesystem:
                  rootdirectory: %s
              http:
                addr: 127.0.0.1:%d
              auth:
                htpasswd:
                  realm: tests
                  path: %s
              """
                  .formatted(folder.resolve("images"), port, users));
      Process process =
          new ProcessBuilder("docker-registry", "serve", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("registry.log").toFile())
              .start();
      return new ImageRegistry(process, port);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** Brings the image of the engine here. */
  void push(DockerEngine engine, String image) {
    Await.until(
        () -> engine.run("login", "-u", USER, "-p", PASSWORD, address()).exitCode(),
        code -> code == 0);
    engine.succeed("tag", image, address() + "/" + image);
    engine.succeed("push", address() + "/" + image);
    engine.succeed("rmi", address() + "/" + image);
    engine.succeed("logout", address());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
