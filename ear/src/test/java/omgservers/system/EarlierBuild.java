package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** This project as it was at an earlier commit, built without touching what is here. */
final class EarlierBuild {
  private static final int BUILD_MINUTES_MAX = 20;

  private EarlierBuild() {}

  /** A folder is a checkout that was built; all else names a commit, which is built once. */
  static Path of(String from) {
    Path folder = Path.of(from);
    if (isBuilt(folder)) {
      return folder.toAbsolutePath();
    }
    Path clone = Path.of("target", "earlier", from.replaceAll("[^A-Za-z0-9._-]", "-"));
    if (!isBuilt(clone)) {
      build(from, clone);
    }
    return clone.toAbsolutePath();
  }

  private static boolean isBuilt(Path root) {
    return Files.isRegularFile(root.resolve("web/target/omgservers.war"))
        && Files.isRegularFile(root.resolve("payara-config/target/server/payara-micro.jar"));
  }

  private static void build(String commit, Path clone) {
    Path root = TestPlatform.ROOT.toAbsolutePath().normalize();
    if (!Files.exists(clone)) {
      run(
          root,
          "git",
          "clone",
          "--quiet",
          "--shared",
          "--no-checkout",
          ".",
          clone.toAbsolutePath().toString());
    }
    // What the commit is called here need not be known there, such as HEAD~3.
    String hash = run(root, "git", "rev-parse", "--verify", commit + "^{commit}").strip();
    run(clone, "git", "checkout", "--quiet", "--force", hash);
    // Packaged, not installed: the local repository keeps what belongs to this build.
    run(
        clone,
        "./mvnw",
        "--quiet",
        "--batch-mode",
        "--no-transfer-progress",
        "--offline",
        "package",
        "-DskipTests",
        "--projects",
        "web,payara-config",
        "--also-make");
    assertThat(isBuilt(clone)).as(clone.toString()).isTrue();
  }

  private static String run(Path folder, String... command) {
    try {
      Path output = Files.createTempFile("build", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(BUILD_MINUTES_MAX, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      String said = Files.readString(output);
      Files.delete(output);
      assertThat(process.exitValue()).as(String.join(" ", command) + ": " + said).isZero();
      return said;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
