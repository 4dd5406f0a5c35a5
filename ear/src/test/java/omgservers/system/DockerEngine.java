package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Docker engine of its own for tests: own socket, own storage, no bridge. Whoever has none
 * installed is told how to get one; in CI that is a failure.
 */
final class DockerEngine implements AutoCloseable {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final String MISSING =
      "No Docker engine can be started here; as root: apt-get install -y"
          + " --no-install-recommends docker.io docker-registry iptables busybox-static";

  private final Path folder;
  private final List<String> options;
  private Process process;

  private DockerEngine(Path folder, List<String> options) {
    this.folder = folder;
    this.options = options;
  }

  /** Skips the test where there is no engine to start, except in CI. */
  static void require() {
    if (!isThere()) {
      Assumptions.abort(MISSING);
    }
  }

  /** Whether an engine can be started here; in CI it must be so. */
  static boolean isThere() {
    boolean there =
        ProcessHandle.current().info().user().filter("root"::equals).isPresent()
            && Files.isExecutable(BUSYBOX)
            && onPath("dockerd")
            && onPath("docker");
    if (!there) {
      assertThat(System.getenv("CI")).as(MISSING).isNotEqualTo("true");
      System.out.println(MISSING);
    }
    return there;
  }

  private static boolean onPath(String program) {
    for (String part : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(part, program))) {
        return true;
      }
    }
    return Files.isExecutable(Path.of("/usr/sbin", program));
  }

  /** Starts an engine whose files lie in a short path, as sockets want it. */
  static DockerEngine start(String name, String... options) {
    try {
      Path folder = Files.createTempDirectory("omg-" + name + "-");
      DockerEngine engine = new DockerEngine(folder, List.of(options));
      engine.start();
      return engine;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts an engine that has a disk of its own, of so many MiB. */
  static DockerEngine small(String name, int mib, String... options) {
    try {
      Path folder = Files.createTempDirectory("omg-" + name + "-");
      DockerEngine engine = new DockerEngine(folder, List.of(options));
      Path data = Files.createDirectory(folder.resolve("data"));
      execute("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", data.toString());
      engine.start();
      return engine;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(String... command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts the engine again after it was killed. */
  void start() {
    List<String> command =
        new ArrayList<>(
            List.of(
                "dockerd",
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--host=" + address(),
                "--pidfile=" + folder.resolve("pid"),
                "--bridge=none",
                "--iptables=false"));
    command.addAll(options);
    try {
      Files.deleteIfExists(folder.resolve("pid"));
      Files.deleteIfExists(folder.resolve("exec/containerd/containerd.pid"));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
      builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
      process = builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Await.until(() -> run("info").exitCode(), code -> code == 0);
  }

  String address() {
    return "unix://" + folder.resolve("docker.sock");
  }

  Path folder() {
    return folder;
  }

  /** How a command of the Docker client ended. */
  record Result(int exitCode, String output) {}

  Result run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "-H", address()));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("docker", ".txt");
      Process client =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(client.waitFor(2, TimeUnit.MINUTES)).isTrue();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return new Result(client.exitValue(), text.strip());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String succeed(String... arguments) {
    Result result = run(arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  /** The ids of our containers, also of those that have stopped. */
  List<String> containers() {
    return succeed("ps", "-aq", "--filter", "label=com.omgservers.runtime").lines().toList();
  }

  /** An image of a shell that does this. */
  void shellImage(String name, String script, String... lines) {
    try {
      Path context = Files.createTempDirectory(folder, "image");
      Files.copy(BUSYBOX, context.resolve("busybox"));
      Files.writeString(
          context.resolve("Dockerfile"),
          "FROM scratch\nCOPY busybox /bin/sh\n"
              + String.join("\n", lines)
              + "\nCMD [\"/bin/sh\", \"-c\", \""
              + script
              + "\"]\n");
      succeed("build", "-q", "-t", name, context.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Kills the processes of the engine, itself and its containerd, and sees them gone: an engine
   * that starts while the old containerd still dies takes it for alive and waits for it in vain.
   */
  void kill() {
    List<ProcessHandle> containerd = containerd();
    process.destroyForcibly();
    containerd.forEach(ProcessHandle::destroyForcibly);
    await();
    for (ProcessHandle each : containerd) {
      Await.until(each::isAlive, alive -> !alive);
    }
  }

  private List<ProcessHandle> containerd() {
    return process
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("containerd"))
        .toList();
  }

  /** Stops the engine as its operator does, and starts it again. */
  void restart() {
    process.destroy();
    await();
    start();
  }

  /** A signal such as STOP or CONT, which a hanging engine gets. */
  void signal(String signal) {
    Cluster.signal(signal, process.pid());
  }

  /** The same for what starts and stops its containers: the engine still answers other calls. */
  void signalContainerd(String signal) {
    containerd().forEach(each -> Cluster.signal(signal, each.pid()));
  }

  private void await() {
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      containersOfAll().forEach(id -> run("rm", "-f", id));
      process.destroy();
      await();
    }
    // What was being started when the engine was killed is unknown to it, and stays with its shim.
    String programs = folder.resolve("exec").toString();
    List<ProcessHandle> left =
        ProcessHandle.allProcesses()
            .filter(each -> each.info().commandLine().orElse("").contains(programs))
            .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
            .toList();
    left.forEach(ProcessHandle::destroyForcibly);
    delete();
  }

  private List<String> containersOfAll() {
    return run("ps", "-aq").output().lines().toList();
  }

  /** Engines leave mounts behind, above all when they are killed; files go after them. */
  private void delete() {
    try {
      List<String> mounts =
          Files.readAllLines(Path.of("/proc/mounts")).stream()
              .map(line -> line.split(" ", -1)[1])
              .filter(mount -> mount.startsWith(folder + "/"))
              .sorted(Comparator.reverseOrder())
              .toList();
      mounts.forEach(mount -> execute("umount", "-l", mount));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    execute("rm", "-rf", folder.toString());
  }

  /** Leaves hardly any room on the disk of a small engine. */
  void fill() {
    long free = folder.resolve("data").toFile().getUsableSpace() / (1 << 20) - 4;
    execute(
        "dd",
        "if=/dev/zero",
        "of=" + folder.resolve("data").resolve("filling"),
        "bs=1M",
        "count=" + free,
        "status=none");
  }

  /** What the engine says of the container: one value of a template. */
  String inspect(String container, String template) {
    return succeed("inspect", "--format", template, container);
  }
}
