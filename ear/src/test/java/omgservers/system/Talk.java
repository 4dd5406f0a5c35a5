package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Players who count, and a game server that says their numbers back, while nobody knows what of the
 * platform is there. Each end goes on by itself, and knocks until it is let in.
 */
final class Talk {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration COMPLETE_MAX = Duration.ofMinutes(4);

  private final List<HandGame.Player> joined;
  private final List<LossyPlayer> players = new ArrayList<>();
  private final LossyServer server;
  private final ExecutorService threads;
  private final List<CompletableFuture<Void>> going = new ArrayList<>();
  private volatile boolean enough;
  private volatile boolean complete;

  /** These players, who are in the lobby, begin to talk to it. */
  Talk(HandGame game, List<HandGame.Player> joined) {
    this.joined = joined;
    server = new LossyServer(game, 0, 0);
    for (HandGame.Player each : joined) {
      each.connector().close();
      players.add(new LossyPlayer(game, each.client(), players.size()));
    }
    threads = Executors.newFixedThreadPool(players.size() + 1);
    begin(server, () -> complete);
    players.forEach(player -> begin(player, player::isComplete));
  }

  private void begin(LossyEnd end, java.util.function.BooleanSupplier done) {
    end.bePatient();
    going.add(
        CompletableFuture.runAsync(
            () -> {
              while (!done.getAsBoolean()) {
                if (enough && end instanceof LossyPlayer player) {
                  player.sayNoMore();
                }
                end.step(false);
                LockSupport.parkNanos(PAUSE.toNanos());
              }
            },
            threads));
  }

  /** Whether no end has found a fault until now. */
  void requireSound() {
    going.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(each -> each.join());
  }

  /** Nobody says more; what was said must come to the other end and back, once and in order. */
  long end() {
    enough = true;
    long end = System.nanoTime() + COMPLETE_MAX.toNanos();
    try {
      while (!going.subList(1, going.size()).stream().allMatch(CompletableFuture::isDone)) {
        requireSound();
        if (System.nanoTime() > end) {
          throw new AssertionError("what was said does not arrive: " + players.get(0).said());
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      complete = true;
      going.forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }
    for (int i = 0; i < players.size(); i++) {
      List<Long> all = LongStream.rangeClosed(1, players.get(i).said()).boxed().toList();
      assertThat(all).isNotEmpty();
      assertThat(server.heard(joined.get(i).client())).isEqualTo(all);
      assertThat(players.get(i).heard()).isEqualTo(all);
      players.get(i).leave();
    }
    server.leave();
    return players.stream().mapToLong(LossyPlayer::said).sum();
  }
}
