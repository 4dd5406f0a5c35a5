package omgservers.ctl;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The program: finds the command that the command line names, and runs it. */
final class Omgctl {
  /** The tool's name and version, as --version prints it. */
  static final String VERSION = "omgctl 0.1.0";

  private static final String HELP = "help";

  private Omgctl() {}

  /** Runs the command line and ends with its exit code. */
  public static void main(String[] args) {
    CommandLine commandLine = commandLine(Workplace.ofSystem(), List.of(args));
    // JSON is UTF-8, whatever the locale of a pipeline is.
    commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    System.exit(execute(commandLine, args));
  }

  /** Runs these arguments; --wait alone gets its time here, as it takes none that follows it. */
  static int execute(CommandLine commandLine, String... args) {
    String[] given = args.clone();
    for (int i = 0; i < given.length; i++) {
      if (given[i].equals(Options.WAIT)) {
        given[i] = Options.WAIT + "=" + Options.WAIT_DEFAULT;
      }
    }
    return commandLine.execute(given);
  }

  /** All commands, those nouns in full that one of the words names. */
  static CommandLine commandLine(Workplace workplace, Collection<String> words) {
    return commandLine(workplace, words, false);
  }

  /** All commands in full. */
  static CommandLine complete(Workplace workplace) {
    return commandLine(workplace, List.of(), true);
  }

  private static CommandLine commandLine(
      Workplace workplace, Collection<String> words, boolean complete) {
    CommandSpec root = root();
    for (Noun noun : Nouns.ALL) {
      boolean meant = complete || words.contains(noun.name());
      root.addSubcommand(noun.name(), meant ? noun.spec(workplace) : noun.outline());
    }
    root.addSubcommand(
        HELP, CommandSpec.forAnnotatedObject(new CommandLine.HelpCommand(), defaultFactory()));
    return new CommandLine(root)
        .setParameterExceptionHandler((exception, args) -> misused(exception))
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> {
              if (exception instanceof Trouble trouble) {
                command.getErr().println(trouble.getMessage());
                command.getErr().flush();
                return trouble.exitCode();
              }
              throw exception;
            });
  }

  /** Says what is wrong, what was probably meant, and where the help is. */
  private static int misused(CommandLine.ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(exception.getMessage());
    boolean similar = CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
    if (!command.getSubcommands().isEmpty() && !similar) {
      command.usage(err);
    } else {
      err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    err.flush();
    return Trouble.USAGE;
  }

  private static CommandLine.IFactory defaultFactory() {
    return CommandLine.defaultFactory();
  }

  private static CommandSpec root() {
    CommandSpec root =
        Noun.group("Steers an OMGSERVERS installation through its public API.").name("omgctl");
    root.version(VERSION);
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .type(Boolean.class)
            .arity("0")
            .versionHelp(true)
            .description("print the version and exit")
            .build());
    root.usageMessage()
        .footer(
            "",
            "Exit codes: 0 done, 1 refused by the server, 2 wrong usage, 3 no answer,",
            "4 not logged in, 5 not found, 6 conflict, 7 waited in vain.",
            "What a command takes: omgctl NOUN VERB --help");
    return root;
  }
}
