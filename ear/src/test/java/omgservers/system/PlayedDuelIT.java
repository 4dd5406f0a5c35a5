package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example game, played by its bots on real game server processes. */
class PlayedDuelIT {
  private static final Duration WARM_MAX = Duration.ofMinutes(2);

  @BeforeAll
  static void deploy() throws InterruptedException {
    TestPlatform.omgctl().deployDuel("played");
    awaitWarm();
  }

  private static void awaitWarm() throws InterruptedException {
    Instant end = Instant.now().plus(WARM_MAX);
    String list = "";
    while (Instant.now().isBefore(end)) {
      list = TestPlatform.omgctl().runtimes();
      if (list.matches("(?s).*LOBBY +READY.*") && list.matches("(?s).*MATCH +READY.*")) {
        return;
      }
      Thread.sleep(500);
    }
    throw new AssertionError("no lobby and match:\n" + list);
  }

  /** A bot as a process of its own, and what it told so far. */
  private record Bot(Process process, List<String> lines, Thread reader) {
    static Bot start() {
      try {
        Process process =
            LuaRun.beginBot(
                TestPlatform.get().installation().url(),
                TestPlatform.TENANT,
                TestPlatform.PROJECT,
                TestPlatform.STAGE);
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> process.inputReader().lines().forEach(lines::add));
        reader.start();
        return new Bot(process, lines, reader);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    void await(String start) throws InterruptedException {
      Instant end = Instant.now().plus(WARM_MAX);
      while (lines.stream().noneMatch(line -> line.startsWith(start))) {
        assertThat(Instant.now()).as("%s in %s", start, lines).isBefore(end);
        assertThat(process.isAlive() || reader.isAlive()).as(lines.toString()).isTrue();
        Thread.sleep(5);
      }
    }

    int exitCode() throws InterruptedException {
      int code = process.waitFor();
      reader.join();
      return code;
    }
  }

  @Test
  void isPlayedToItsEndAndKeepsTheScore() throws InterruptedException {
    Bot ann = Bot.start();
    Bot ben = Bot.start();
    assertThat(ann.exitCode()).as(ann.lines.toString()).isZero();
    assertThat(ben.exitCode()).as(ben.lines.toString()).isZero();
    List<String> results =
        List.of(ann, ben).stream()
            .flatMap(bot -> bot.lines.stream())
            .filter(line -> line.startsWith("result"))
            .sorted()
            .toList();
    assertThat(results).containsExactly("result lost 0 1", "result won 1 0");
    assertThat(ann.lines).contains("finished");
  }

  @Test
  void goesOnAfterACrashOfTheServerInTheMiddle() throws InterruptedException {
    Bot ann = Bot.start();
    Bot ben = Bot.start();
    ann.await("assigned MATCH");
    TestPlatform.get().crash();
    assertThat(ann.exitCode()).as(ann.lines.toString()).isZero();
    assertThat(ben.exitCode()).as(ben.lines.toString()).isZero();
    awaitWarm();
    isPlayedToItsEndAndKeepsTheScore();
  }
}
