package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the control tool does without a server; with one it is tested by the system tests. */
class OmgctlTest {
  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir private Path home;
  private Tool tool;

  @BeforeEach
  void begin() {
    tool = new Tool(home);
  }

  @Test
  void saysThatTheServerDoesNotAnswer() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThat(tool.run("ping --server http://127.0.0.1:" + port)).isEqualTo(Trouble.UNREACHABLE);
    assertThat(tool.err().strip()).isEqualTo("http://127.0.0.1:" + port + " does not answer.");
  }

  @Test
  void asksForALoginFirst() {
    assertThat(tool.run("tenant create acme")).isEqualTo(Trouble.LOGIN);
    assertThat(tool.err().strip()).isEqualTo("Log in first: omgctl login --role support");
  }

  @Test
  void saysThatALoginHasEnded() {
    Instant past = Instant.now().minusSeconds(7_200);
    tool.keep("default", Role.SUPPORT, NOWHERE, Tool.token(past, past.plusSeconds(3_600)));
    assertThat(tool.run("tenant create acme")).isEqualTo(Trouble.LOGIN);
    assertThat(tool.err()).contains("The login has ended");
  }

  @Test
  void refusesWrongUsageAndTellsWhereTheHelpIs() {
    assertThat(tool.run("version deploy acme arena default")).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("Missing required", "--config", "omgctl version deploy --help");
    assertThat(tool.run("nonsense")).isEqualTo(Trouble.USAGE);
  }

  @Test
  void namesWhatEachCommandLacks() {
    int tried = 0;
    for (CommandLine noun : Omgctl.complete(tool.workplace()).getSubcommands().values()) {
      tried += lacking(noun.getCommandName(), noun);
      for (CommandLine verb : noun.getSubcommands().values()) {
        tried += lacking(noun.getCommandName() + " " + verb.getCommandName(), verb);
      }
    }
    assertThat(tried).isGreaterThan(200);
  }

  /** Leaves out one argument after the other; how many there are. */
  private int lacking(String command, CommandLine parsed) {
    List<PositionalParamSpec> needed =
        parsed.getCommandSpec().positionalParameters().stream()
            .filter(argument -> argument.arity().min() > 0)
            .toList();
    for (int given = 0; given < needed.size(); given++) {
      String line = command + " x".repeat(given);
      Tool fresh = new Tool(home).loggedIn(NOWHERE, Role.values());
      assertThat(fresh.run(line)).as(line).isEqualTo(Trouble.USAGE);
      assertThat(fresh.err()).as(line).contains("Missing required", needed.get(given).paramLabel());
    }
    return needed.size();
  }

  @Test
  void tellsWhatWasProbablyMeant() {
    assertThat(tool.run("tenannt list")).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("Did you mean", "omgctl tenant");
    assertThat(tool.run("account list --role suport")).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("did you mean SUPPORT?");
  }

  @Test
  void showsTheVerbsOfANounThatStandsAlone() {
    assertThat(tool.run("tenant")).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("Missing required subcommand", "delete", "show");
    assertThat(tool.run("help tenant")).isZero();
    assertThat(tool.out()).contains("omgctl tenant", "delete", "show");
  }

  @Test
  void saysWhichFileIsNoJson() throws IOException {
    tool.loggedIn(NOWHERE, Role.DEVELOPER);
    Path config = Files.writeString(home.resolve("version.json"), "{ not json");
    assertThat(tool.run("version deploy acme game default --tag 1 --config " + config))
        .isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("version.json is not JSON");
  }

  @Test
  void takesNoDotsAndNothingForAName() {
    tool.loggedIn(NOWHERE, Role.SUPPORT);
    assertThat(tool.run("project delete acme .. --yes")).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("'..' is no id and no alias");
    assertThat(tool.run("tenant", "show", "")).isEqualTo(Trouble.USAGE);
  }

  @Test
  void takesTimesAsPeopleWriteThem() {
    assertThat(Options.duration("90s")).hasSeconds(90);
    assertThat(Options.duration("1h30m")).hasMinutes(90);
    assertThat(Options.duration("PT5M")).hasMinutes(5);
    tool.loggedIn(NOWHERE, Role.SUPPORT);
    assertThat(tool.run("tenant delete acme --yes --wait=soon")).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("'soon' is no time like 90s");
  }
}
