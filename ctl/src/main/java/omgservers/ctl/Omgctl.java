package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
    name = "omgctl",
    mixinStandardHelpOptions = true,
    version = "omgctl 0.1.0",
    description = "Steers an OMGSERVERS installation through its public API.",
    subcommands = {
      PingCommand.class,
      LoginCommand.class,
      InitCommand.class,
      TenantCommand.class,
      ProjectCommand.class,
      StageCommand.class,
      DeveloperCommand.class,
      VersionCommand.class,
      RuntimeCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 refused by the server, 2 wrong usage, 3 no answer, 4 not logged in."
    })
final class Omgctl {
  private final Map<String, String> environment;

  @Option(
      names = "--json",
      scope = CommandLine.ScopeType.INHERIT,
      description = "print the result as JSON")
  private boolean json;

  @Spec private CommandSpec spec;

  Omgctl(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs the command line and ends with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new Omgctl(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> {
              if (exception instanceof Trouble trouble) {
                command.getErr().println(trouble.getMessage());
                return trouble.exitCode();
              }
              throw exception;
            });
  }

  /** The value of an environment variable, or null. */
  String environment(String name) {
    return environment.get(name);
  }

  /** The logins of this user. */
  Logins logins() {
    String home = environment.get("OMGCTL_HOME");
    return new Logins(
        home != null ? Path.of(home) : Path.of(System.getProperty("user.home"), ".omgctl"));
  }

  /** Prints a result: name and value line by line, or as JSON. */
  void print(ObjectNode result) {
    PrintWriter out = out();
    if (json) {
      out.println(result);
    } else {
      result
          .properties()
          .forEach(entry -> out.printf("%-14s %s%n", entry.getKey(), entry.getValue().asText()));
    }
    out.flush();
  }

  boolean json() {
    return json;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** What all commands share: their root. */
  abstract static class Part {
    @ParentCommand private Omgctl omgctl;

    Omgctl omgctl() {
      return omgctl;
    }
  }
}
