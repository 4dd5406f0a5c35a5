package omgservers.ctl;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The tool as a test uses it: with a home of its own, and all that it prints. */
final class Tool {
  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Terminal terminal = Terminal.NONE;
  private String input = "";

  Tool(Path home) {
    this.home = home;
    environment.put("OMGCTL_HOME", home.toString());
  }

  Tool with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Tool reading(String text) {
    input = text;
    return this;
  }

  /** Somebody sits there, on a screen of this width, and types these lines. */
  Tool atTerminal(int width, String... typed) {
    Deque<String> lines = new ArrayDeque<>(List.of(typed));
    terminal = new Terminal(true, () -> width, question -> lines.poll(), question -> lines.poll());
    return this;
  }

  Tool loggedIn(String server, Role... roles) {
    Instant now = Instant.now();
    for (Role role : roles) {
      keep("default", role, server, token(now, now.plusSeconds(3_600)));
    }
    return this;
  }

  void keep(String profile, Role role, String server, String token) {
    new Profiles(home).keep(profile, new Profiles.Login(role, server, role.key(), token));
  }

  /** A token with these times, as far as the tool reads it. */
  static String token(Instant issued, Instant expires) {
    String claims =
        "{\"iat\":%d,\"exp\":%d}".formatted(issued.getEpochSecond(), expires.getEpochSecond());
    return "x."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".x";
  }

  /** Runs a command line, given as one text; no argument has blanks. */
  int run(String line) {
    return run(line.split(" ", -1));
  }

  int run(String... arguments) {
    CommandLine command = Omgctl.commandLine(workplace(), List.of(arguments));
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return Omgctl.execute(command, arguments);
  }

  /** Where a command runs. */
  Workplace workplace() {
    return new Workplace(
        environment, terminal, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  Path home() {
    return home;
  }
}
