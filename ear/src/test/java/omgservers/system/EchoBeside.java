package omgservers.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;

/** An installation without limits for benches of sockets, with an application that only echoes. */
record EchoBeside(Platform platform, URI echo) implements AutoCloseable {
  private static final String MUCH = "10000000";

  static EchoBeside start(String name) throws IOException {
    Platform platform =
        Platform.start(
            new Installation(
                TestPlatform.ROOT,
                TestPlatform.fresh(name),
                TestPlatform.freePort(),
                Map.ofEntries(
                    Map.entry(Installation.BESIDE, application().toString()),
                    Map.entry("omgservers.sockets.player-messages-per-second", MUCH),
                    Map.entry("omgservers.sockets.player-messages-burst", MUCH),
                    Map.entry("omgservers.sockets.player-bytes-per-second", "1000000000"),
                    Map.entry("omgservers.sockets.player-bytes-burst", "1000000000"),
                    Map.entry("omgservers.sockets.runtime-messages-per-second", MUCH),
                    Map.entry("omgservers.sockets.runtime-messages-burst", MUCH),
                    Map.entry("omgservers.sockets.per-address", MUCH),
                    Map.entry("omgservers.sockets.handshakes-per-second", MUCH),
                    Map.entry("omgservers.sockets.handshakes-burst", MUCH),
                    Map.entry("omgservers.limits.open-per-minute", MUCH),
                    Map.entry("omgservers.limits.open-burst", MUCH),
                    Map.entry("omgservers.limits.api-per-minute", MUCH),
                    Map.entry("omgservers.limits.api-burst", MUCH),
                    Map.entry("omgservers.limits.sign-in-per-minute", MUCH),
                    Map.entry("omgservers.player.client-silence", "PT1H"),
                    Map.entry("omgservers.runtime.first-contact", "PT1H"),
                    Map.entry("omgservers.runtime.silence", "PT1H"))),
            new Screen(System.out));
    return new EchoBeside(
        platform, URI.create("ws://127.0.0.1:" + platform.installation().port() + "/echo/echo"));
  }

  /** An application with nothing in it but the echo. */
  private static Path application() throws IOException {
    Path war = TestPlatform.fresh("echo").resolve("echo.war");
    String name = EchoEndpoint.class.getName().replace('.', '/') + ".class";
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war));
        var code = EchoEndpoint.class.getClassLoader().getResourceAsStream(name)) {
      zip.putNextEntry(new ZipEntry("WEB-INF/classes/" + name));
      code.transferTo(zip);
      zip.closeEntry();
    }
    return war;
  }

  @Override
  public void close() {
    platform.close();
  }
}
