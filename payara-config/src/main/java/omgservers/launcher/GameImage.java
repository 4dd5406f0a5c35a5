package omgservers.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A container image made of a game server's folder, without any image from elsewhere: a Java
 * runtime with only the modules that the game needs, the system libraries that this runtime is
 * linked with, and the folder itself. It can only be made on Linux, for the same kind of machine.
 */
public final class GameImage {
  /** What the Lua host is made of. */
  private static final String MODULES =
      "java.base,java.logging,java.naming,java.net.http,java.sql,jdk.unsupported,jdk.crypto.ec";

  /** Libraries that are loaded by name, not linked: those for looking up hosts. */
  private static final List<String> LOADED =
      List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2", "libgcc_s.so.1");

  private static final Pattern LIBRARY = Pattern.compile("(/[^ ]+) \\(0x");
  private static final int MINUTES_MAX = 5;

  private final Path work;

  /** Images made below this folder; what takes long is made once. */
  public GameImage(Path work) {
    this.work = work;
  }

  /**
   * Builds the image of this name from the game server's folder, on the engine of the address. Who
   * builds below the same folder meanwhile, in this process or another one, waits.
   */
  public void build(String engine, String name, Path game) {
    synchronized (GameImage.class) {
      try {
        Files.createDirectories(work.getParent());
        Path sign = work.resolveSibling(work.getFileName() + ".lock");
        try (FileChannel file =
            FileChannel.open(sign, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          // Until the file is closed.
          file.lock();
          buildAlone(engine, name, game);
        }
      } catch (IOException e) {
        throw new Fault("Image: " + name + " cannot be built: " + e.getMessage(), e);
      }
    }
  }

  private void buildAlone(String engine, String name, Path game) throws IOException {
    Path root = work.resolve("rootfs");
    if (!Files.exists(work.resolve("complete"))) {
      Folders.delete(work);
      Files.createDirectories(root);
      runtime(root);
      libraries(root);
      Files.writeString(root.resolve("etc/passwd"), "game:x:65532:65532::/game:/bin/false\n");
      Files.createFile(work.resolve("complete"));
    }
    Folders.delete(root.resolve("game"));
    Folders.copy(game, root.resolve("game"));
    Files.writeString(work.resolve("Dockerfile"), dockerfile(game));
    run(List.of("docker", "-H", engine, "build", "-q", "-t", name, work.toString()));
  }

  private static void runtime(Path root) throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    run(
        List.of(
            home.resolve("bin/jlink").toString(),
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            root.resolve("jre").toString()));
    run(List.of(root.resolve("jre/bin/java").toString(), "-Xshare:dump"));
  }

  private static void libraries(Path root) throws IOException {
    List<String> command = new ArrayList<>(List.of("ldd"));
    try (Stream<Path> files = Files.walk(root.resolve("jre"))) {
      files
          .filter(file -> file.toString().endsWith(".so") || file.endsWith("bin/java"))
          .forEach(file -> command.add(file.toString()));
    }
    List<Path> libraries = new ArrayList<>();
    Matcher matcher = LIBRARY.matcher(run(command));
    while (matcher.find()) {
      libraries.add(Path.of(matcher.group(1)));
    }
    Path system =
        libraries.stream()
            .filter(library -> library.endsWith("libc.so.6"))
            .findFirst()
            .orElseThrow(() -> new Fault("Image: this is no Linux with a C library of GNU."))
            .getParent();
    LOADED.stream().map(system::resolve).filter(Files::exists).forEach(libraries::add);
    Files.createDirectories(root.resolve("etc"));
    for (Path library : libraries.stream().distinct().toList()) {
      if (library.startsWith(root.toAbsolutePath())) {
        continue;
      }
      Path target = root.resolve(library.toString().substring(1));
      Files.createDirectories(target.getParent());
      Files.copy(library, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The command of the folder becomes the command of the image. */
  private static String dockerfile(Path game) throws IOException {
    String command =
        Files.readAllLines(game.resolve("command")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(argument -> argument.equals("java") ? "/jre/bin/java" : argument)
            .map(argument -> '"' + argument + '"')
            .collect(Collectors.joining(", "));
    return """
    FROM scratch
    COPY rootfs /
    WORKDIR /game
    USER 65532:65532
    CMD [%s]
    """
        .formatted(command);
  }

  private static String run(List<String> command) throws IOException {
    Path output = Files.createTempFile("image", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new Fault("Image: " + command.get(0) + " does not end.");
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new Fault("Image: " + String.join(" ", command) + ": " + text.strip());
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault("Interrupted.", e);
    } finally {
      Files.delete(output);
    }
  }
}
