package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The control tool as its user runs it: a program with arguments, output and an exit code. */
final class Omgctl {
  private final Path home;
  private final URI server;
  private String developerPassword;

  Omgctl(Path home, URI server) {
    this.home = home;
    this.server = server;
  }

  /** How a run ended. */
  record Result(int exitCode, String output) {
    String value(String name) {
      return output
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .map(line -> line.substring(name.length()).strip())
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + name + " in " + output));
    }
  }

  Result run(String... arguments) {
    return run(Map.of(), arguments);
  }

  Result run(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(TestPlatform.ROOT.resolve("ctl/target/omgctl").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("OMGCTL_HOME", home.toString());
    builder.environment().putAll(environment);
    try {
      Path output = Files.createTempFile("omgctl", ".txt");
      Process process = builder.redirectOutput(output.toFile()).start();
      process.getOutputStream().close();
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return new Result(process.exitValue(), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Result succeed(String... arguments) {
    Result result = run(arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result;
  }

  Result login(String role, String user, String password) {
    return run(
        Map.of("OMGCTL_PASSWORD", password),
        "login",
        "--role",
        role,
        "--user",
        user,
        "--server",
        server.toString());
  }

  void loginSupport(String password) {
    assertThat(login("support", "support", password).exitCode()).isZero();
  }

  void init(String tenant, String project, String stage, String developer) {
    developerPassword =
        succeed("init", tenant, project, stage, "--developer", developer).value("password");
    assertThat(login("developer", developer, developerPassword).exitCode()).isZero();
  }

  String developerPassword() {
    return developerPassword;
  }

  /** Deploys the example game under this tag. */
  Result deployDuel(String tag) {
    return deployDuel(tag, TestPlatform.get().installation().images());
  }

  /** Deploys the example game under this tag on the installation that has this image store. */
  Result deployDuel(String tag, Path store) {
    return deployDuel(
        tag, store, TestPlatform.ROOT.resolve("sdk-defold/example/duel/version.json"));
  }

  /** The same with this configuration of the version. */
  Result deployDuel(String tag, Path store, Path config) {
    Path sdk = TestPlatform.ROOT.resolve("sdk-defold");
    return succeed(
        "version",
        "deploy",
        TestPlatform.TENANT,
        TestPlatform.PROJECT,
        TestPlatform.STAGE,
        "--config",
        config.toString(),
        "--deployment",
        sdk.resolve("example/duel/deployment.json").toString(),
        "--tag",
        tag,
        "--folder",
        sdk.resolve("target/image").toString(),
        "--store",
        store.toString());
  }

  String runtimes() {
    return succeed("runtime", "list", TestPlatform.TENANT, TestPlatform.PROJECT, TestPlatform.STAGE)
        .output();
  }
}
