package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import omgservers.ctl.ScriptedServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What game servers write, page by page and as it comes. */
class LogsTest {
  private static final String LOG = "/api/v1/tenants/T/projects/P/stages/S/runtimes/7/log";
  private static final String FIRST = "GET " + LOG + "?limit=1000&cursor=0";
  private static final String FOLLOWED = "GET " + LOG + "?follow=true";

  private final ScriptedServer server = new ScriptedServer();

  @TempDir private Path home;
  private Tool tool;

  @BeforeEach
  void begin() {
    tool = new Tool(home).loggedIn(server.url(), Role.DEVELOPER);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private static String line(int number, boolean cut, String text) {
    return """
        {"line":%d,"at":"2026-11-25T12:00:00Z","stream":"STDOUT","cut":%s,"text":"%s"}"""
        .formatted(number, cut, text);
  }

  private static Reply page(String next, int missing, String... lines) {
    return Reply.of(
        200,
        "{\"items\":[%s],\"next\":%s,\"missing_lines\":%d}"
            .formatted(String.join(",", lines), next, missing));
  }

  private static String event(int number, String text) {
    return "event: line\nid: %d\ndata: %s\n\n".formatted(number, line(number, false, text));
  }

  @Test
  void printsAllPagesAndSaysWhatIsGone() {
    server.on(FIRST, page("\"12\"", 10, line(10, false, "one"), line(11, true, "two")));
    server.on(
        "GET " + LOG + "?limit=1000&cursor=12",
        page("null", 10, line(12, false, "three"), line(13, false, "\\u001b[2Jfour")));
    assertThat(tool.run("runtime logs T P S 7")).as(tool.err()).isZero();
    assertThat(tool.out()).isEqualTo("one\ntwothree\n?[2Jfour\n");
    assertThat(tool.err()).isEqualTo("10 earlier lines are not kept any more.\n");
  }

  @Test
  void asksForWhatIsWanted() {
    assertThat(tool.run("runtime logs T P S 7 --tail 5 --stream stderr --contains a+b")).isZero();
    assertThat(server.lines()).contains(FIRST + "&tail=5&stream=STDERR&contains=a%2Bb");
  }

  @Test
  void followsUntilTheEndAndGoesOnWhereTheStreamBroke() {
    server.on(
        FOLLOWED,
        Reply.of(200, event(0, "one") + event(1, "two") + ": still there\n\n"),
        Reply.of(200, event(2, "three") + "event: end\ndata: {}\n\n"));
    assertThat(tool.run("runtime logs T P S 7 -f")).as(tool.err()).isZero();
    assertThat(tool.out()).isEqualTo("one\ntwo\nthree\n");
    assertThat(server.requests().get(server.requests().size() - 1).headers())
        .containsEntry("Last-event-id", "1");
  }

  @Test
  void saysWhyItMayNotFollow() {
    server.on(FOLLOWED, Reply.problem(404, "OBJECT_NOT_FOUND", "The stage has no log."));
    assertThat(tool.run("runtime logs T P S 7 -f")).isEqualTo(Trouble.NOT_FOUND);
    assertThat(tool.err()).contains("The stage has no log.");
  }

  @Test
  void printsTheOtherFormsWhole() {
    server.on(FIRST, page("null", 0, line(0, false, "one")));
    assertThat(tool.run("runtime logs T P S 7 --json")).isZero();
    assertThat(tool.out()).contains("\"text\" : \"one\"");
    assertThat(tool.run("runtime logs T P S 7 -f --json")).isEqualTo(Trouble.USAGE);
  }
}
