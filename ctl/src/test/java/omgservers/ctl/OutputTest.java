package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import omgservers.ctl.ScriptedServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms of results, and lists that come page by page. */
class OutputTest {
  private static final String TENANTS = "GET /api/v1/tenants";
  private static final String FIRST =
      """
      {"items":[{"id":"1","aliases":["acme","a"],"state":"ACTIVE","created":"2026-01-01T00:00:00Z"},
       {"id":"12345","aliases":[],"state":"DELETING","created":"2026-01-02T00:00:00Z"}],
       "next":%s}
      """;

  private final ScriptedServer server = new ScriptedServer();

  @TempDir private Path home;
  private Tool tool;

  @BeforeEach
  void begin() {
    tool = new Tool(home).loggedIn(server.url(), Role.SUPPORT);
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void alignsTablesUnderTheirHeader() {
    server.on(TENANTS, Reply.of(200, FIRST.formatted("null")));
    assertThat(tool.run("tenant list")).isZero();
    assertThat(tool.out())
        .isEqualTo(
            """
            ID     ALIASES  STATE     CREATED
            1      acme, a  ACTIVE    2026-01-01T00:00:00Z
            12345  -        DELETING  2026-01-02T00:00:00Z
            """);
    assertThat(tool.err()).isEmpty();
  }

  @Test
  void cutsTablesOnATerminalOnly() {
    server.on(TENANTS, Reply.of(200, FIRST.formatted("null")));
    assertThat(tool.atTerminal(20).run("tenant list")).isZero();
    assertThat(tool.out().lines())
        .containsExactly("ID     ALIASES  STA…", "1      acme, a  ACT…", "12345  -        DEL…");
  }

  @Test
  void printsOnlyIdsWhenQuiet() {
    server.on(TENANTS, Reply.of(200, FIRST.formatted("null")));
    assertThat(tool.run("tenant list -q")).isZero();
    assertThat(tool.out()).isEqualTo("1\n12345\n");
  }

  @Test
  void printsJsonAsTheServerSaidIt() {
    server.on(TENANTS, Reply.of(200, FIRST.formatted("null")));
    assertThat(tool.run("--json tenant list")).isZero();
    assertThat(tool.out()).contains("\"aliases\" : [ \"acme\", \"a\" ]", "\"next\" : null");
  }

  @Test
  void saysThatThereAreMore() {
    server.on(TENANTS + "?limit=2", Reply.of(200, FIRST.formatted("\"c\"")));
    assertThat(tool.run("tenant list --limit 2 -q")).isZero();
    assertThat(tool.out()).isEqualTo("1\n12345\n");
    assertThat(tool.err()).contains("There are more").contains("--all");
  }

  @Test
  void followsTheCursorToTheEnd() {
    server.on(TENANTS + "?limit=200", Reply.of(200, FIRST.formatted("\"c&d\"")));
    server.on(TENANTS + "?limit=200&cursor=c%26d", Reply.of(200, FIRST.formatted("null")));
    assertThat(tool.run("tenant list --all -q")).isZero();
    assertThat(tool.out()).isEqualTo("1\n12345\n1\n12345\n");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void asksTheLastPageForTheRestOnly() {
    server.on(TENANTS + "?limit=3", Reply.of(200, FIRST.formatted("\"c\"")));
    server.on(
        TENANTS + "?limit=1&cursor=c",
        Reply.of(200, "{\"items\":[{\"id\":\"9\"}],\"next\":\"e\"}"));
    assertThat(tool.run("tenant list --limit 3 --json")).isZero();
    assertThat(tool.out()).contains("\"id\" : \"9\"").contains("\"next\" : \"e\"");
    assertThat(tool.err()).isEmpty();
  }

  @Test
  void goesOnWhereAnEarlierListStopped() {
    server.on(TENANTS + "?cursor=e", Reply.of(200, FIRST.formatted("null")));
    assertThat(tool.run("tenant list --cursor e -q")).isZero();
    assertThat(tool.out()).isEqualTo("1\n12345\n");
  }

  @Test
  void refusesALimitOfNothing() {
    assertThat(tool.run("tenant list --limit 0")).isEqualTo(Trouble.USAGE);
    assertThat(tool.run("tenant list --limit 5 --all")).isEqualTo(Trouble.USAGE);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void showsOneThingLineByLine() {
    server.on(
        "GET /api/v1/tenants/acme",
        Reply.of(
            200,
            """
            {"id":"1","aliases":["acme"],"state":"DELETING",
             "removal":{"left":{"clients":3},"reason":null},
             "seats":[{"client_id":"7","group_name":"left"},{"client_id":"88","group_name":null}]}
            """));
    assertThat(tool.run("tenant show acme")).isZero();
    assertThat(tool.out())
        .isEqualTo(
            """
            id                   1
            aliases              acme
            state                DELETING
            removal.left.clients 3
            removal.reason       -
            seats                2
              CLIENT_ID  GROUP_NAME
              7          left
              88         -
            """);
  }

  @Test
  void writesYaml() {
    server.on(
        "GET /api/v1/tenants/acme",
        Reply.of(200, "{\"id\":\"1\",\"aliases\":[\"yes\"],\"size\":7,\"none\":null}"));
    assertThat(tool.run("tenant show acme -o yaml")).isZero();
    assertThat(tool.out())
        .isEqualTo(
            """
            id: "1"
            aliases:
            - "yes"
            size: 7
            none: null
            """);
  }

  @Test
  void letsNobodyElseSteerTheTerminal() {
    server.on(TENANTS, Reply.of(200, "{\"items\":[{\"id\":\"1\\u001b[2J\"}],\"next\":null}"));
    assertThat(tool.run("tenant list")).isZero();
    assertThat(tool.run("tenant list -q")).isZero();
    assertThat(tool.out()).contains("1?[2J").doesNotContain("\u001b");
  }

  @Test
  void keepsTheNumbersOfProfilesAsTheyAre() {
    server.on(
        "GET /api/v1/tenants/T/projects/P/stages/S/players/3",
        Reply.of(200, "{\"user_id\":\"3\",\"profile\":{\"a\":1.10,\"b\":12345678901234567890}}"));
    assertThat(tool.run("player profile get T P S 3")).isZero();
    assertThat(tool.out()).contains("1.10").contains("12345678901234567890");
  }
}
