package omgservers.ctl;

import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Logs a user in; later commands use that login. */
@Command(
    name = "login",
    description = {
      "Logs in as admin, support or developer; later commands use it.",
      "The password is read from --password-file, from OMGCTL_PASSWORD, or asked for."
    })
final class LoginCommand extends Omgctl.Part implements Runnable {
  @Option(
      names = "--server",
      defaultValue = "http://127.0.0.1:8080",
      description = "the server's address (default: ${DEFAULT-VALUE})")
  private URI server;

  @Option(names = "--role", required = true, description = "${COMPLETION-CANDIDATES}")
  private Role role;

  @Option(names = "--user", required = true, description = "the user's alias or id")
  private String user;

  @Option(names = "--password-file", description = "a file whose first line is the password")
  private Path passwordFile;

  /** The roles that have an entrypoint of their own. */
  enum Role {
    admin,
    support,
    developer
  }

  @Override
  public void run() {
    if (server.getScheme() == null || server.getHost() == null) {
      throw new Trouble(
          Trouble.USAGE, "--server: an address like http://127.0.0.1:8080 is needed.");
    }
    var answer =
        new Api(server)
            .call(
                role.name(),
                "create-token",
                Api.JSON.createObjectNode().put("user", user).put("password", password()),
                null);
    omgctl().logins().keep(role.name(), server, user, answer.path("raw_token").asText());
    omgctl()
        .print(
            Api.JSON
                .createObjectNode()
                .put("server", server.toString())
                .put("role", role.name())
                .put("user", user));
  }

  /** Newer Java has a console even without a terminal; it then reads the end of input: null. */
  @SuppressWarnings("SystemConsoleNull")
  private String password() {
    if (passwordFile != null) {
      try {
        return Files.readAllLines(passwordFile).stream()
            .findFirst()
            .orElseThrow(() -> new Trouble(Trouble.USAGE, passwordFile + " is empty."));
      } catch (IOException e) {
        throw new Trouble(Trouble.USAGE, passwordFile + " cannot be read.", e);
      }
    }
    String given = omgctl().environment("OMGCTL_PASSWORD");
    if (given != null) {
      return given;
    }
    Console console = System.console();
    char[] typed = console == null ? null : console.readPassword("Password of %s: ", user);
    if (typed == null) {
      throw new Trouble(Trouble.USAGE, "A password is needed: --password-file or OMGCTL_PASSWORD.");
    }
    return new String(typed);
  }
}
