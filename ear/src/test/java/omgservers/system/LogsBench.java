package omgservers.system;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What it costs to read and keep what game servers write, beside the same that write nothing. */
class LogsBench {
  private static final int GAME_SERVERS = 20;
  private static final Duration SETTLED = Duration.ofSeconds(8);
  private static final Duration MEASURED = Duration.ofSeconds(20);
  private static final String SILENT = "sleep 600\n";
  private static final String CHATTY =
      """
      n=0
      while :; do
        for i in 1 2 3 4 5 6 7 8 9 10; do
          n=$((n+1)); echo "12:34:56 player 2817466378223616 moved to $n, $i after 16 ms"
        done
        sleep 0.2
      done
      """;

  @Test
  void thousandLinesASecond() throws InterruptedException {
    ShellGame game = new ShellGame();
    double silent = cpu(game, "silent", SILENT);
    double chatty = cpu(game, "chatty", CHATTY);
    double seconds = MEASURED.toSeconds();
    System.out.printf(
        "BENCH %-44s %8.3f s    of a core per second; %.3f s when they write nothing%n",
        "1,000 lines/s of 20 game servers, CPU", chatty / seconds, silent / seconds);
  }

  private static double cpu(ShellGame game, String name, String script)
      throws InterruptedException {
    ShellGame.Deployed deployed = game.deploy(name, script, GAME_SERVERS);
    Await.until(
        () -> game.support().get(deployed.stage() + "/logs?limit=200").is(200),
        reply -> reply.values("runtime_id").size() >= GAME_SERVERS);
    Thread.sleep(SETTLED.toMillis());
    double before = ServerProcess.cpuWithDatabases(TestPlatform.get());
    Thread.sleep(MEASURED.toMillis());
    double used = ServerProcess.cpuWithDatabases(TestPlatform.get()) - before;
    System.out.println("lines: " + game.support().get(deployed.stage() + "/logs").values("lines"));
    game.end(deployed);
    Await.until(
        () -> game.support().get(deployed.stage() + "/runtimes?state=STARTING").is(200),
        reply -> reply.values("id").isEmpty());
    return used;
  }
}
