package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of the guide plays the example in a real browser, from a page of another origin. */
class BrowserClientIT {
  /** Both players are on one page; each moves when it is asked to. */
  private static final String PAGE =
      """
      <!doctype html><meta charset="utf-8"><title>Duel</title>
      <script type="module">
        import { Client } from "/client.js";
        const said = [], say = text => { said.push(text); };
        const end = text => fetch("/outcome", { method: "POST", body: text + "\\n" + said.join("\\n") });
        setTimeout(() => end("too late"), 60000);
        let finished = 0;
        const play = async name => {
          let played = false;
          const client = new Client("%s", {
            onAssigned: kind => {
              say(name + " " + kind);
              if (kind === "LOBBY" && played && ++finished === 2) end("done");
              // A lost connection comes back as if nothing had been.
              if (kind === "LOBBY" && !played) { client.socket.close(3000); client.send({ kind: "play" }); }
            },
            onMessage: message => {
              say(name + " " + message.kind);
              if (message.kind === "result") { played = true; say(message.won ? "a winner" : "a loser"); }
            },
            onFast: text => {
              const go = text.match(/^go (\\d+)$/);
              if (go) client.sendFast(`move ${go[1]} ${name === "ann" ? "rock" : "paper"}`);
            },
            onLost: problem => end("lost " + JSON.stringify(problem)),
          });
          await client.signIn(await client.signUp());
          await client.enter("%s", "%s", "%s");
        };
        const wrong = new Client("%s", {});
        wrong.signIn({ user_id: "1", password: "no" })
          .catch(problem => say("refused " + problem.qualifier))
          .then(() => Promise.all([play("ann"), play("ben")]))
          .catch(problem => end("failed " + problem));
      </script>
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void deploy() {
    Browser.require();
    TestPlatform.get();
    TestPlatform.omgctl().deployDuel("browser");
  }

  @Test
  void playsADuel() throws IOException, InterruptedException {
    String client =
        Files.readString(TestPlatform.ROOT.resolve("docs/guides/client.js").toAbsolutePath());
    // The guide promises a client that is read in a minute.
    assertThat(client.lines()).hasSizeLessThanOrEqualTo(70);
    String url = TestPlatform.get().installation().url().toString();
    String page =
        PAGE.formatted(url, TestPlatform.TENANT, TestPlatform.PROJECT, TestPlatform.STAGE, url);
    try (Browser browser = new Browser(folder, Map.of("/client.js", client, "/duel", page))) {
      String outcome = browser.outcomeOf("/duel", 90);
      assertThat(outcome).isNotNull();
      assertThat(outcome.lines().toList())
          .startsWith("done")
          .contains("ann LOBBY", "ben LOBBY", "ann MATCH", "ben MATCH", "ann result", "ben result")
          .containsOnlyOnce("a winner", "a loser")
          .anyMatch(line -> line.startsWith("refused "));
    }
  }
}
