package omgservers.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import omgservers.pool.model.LogChunk;
import omgservers.pool.model.LogLine;
import omgservers.pool.model.LogStream;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class RuntimeLogsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final RuntimeLog.Progress READ = new RuntimeLog.Progress(10, 20, NOW);

  private final TestShards shards = TestShards.get();
  private final RuntimeLogs logs = new RuntimeLogs(shards);
  private final long stage = shards.idOn(0);

  private long add(long version, RuntimeQualifier qualifier) {
    Runtime runtime =
        new Runtime(
            shards.idOn(1),
            new RuntimePurpose(1, stage, 3, version, 5, 6, qualifier, null),
            "image",
            "{}",
            NOW);
    shards.transaction(() -> logs.add(new RuntimeLog(runtime)));
    return runtime.id();
  }

  private void write(long runtime, long from, int count, long max) {
    List<LogLine> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(new LogLine(from + i, NOW, LogStream.STDOUT, false, "line " + (from + i)));
    }
    LogChunk chunk = LogChunk.of(lines);
    shards.transaction(
        () -> {
          RuntimeLog log = logs.lock(runtime).orElseThrow();
          logs.chunks().put(runtime, chunk);
          log.began(lines.get(0));
          log.grew(chunk.size(), lines.get(count - 1), READ);
          logs.trim(log, max);
        });
  }

  private RuntimeLog find(long runtime) {
    return shards.inTransaction(() -> logs.find(runtime).orElseThrow());
  }

  @Test
  void readsChunksFromALineOnAndBackwards() {
    long runtime = add(1, RuntimeQualifier.LOBBY);
    write(runtime, 0, 10, 1 << 20);
    write(runtime, 10, 10, 1 << 20);
    write(runtime, 20, 5, 1 << 20);
    assertThat(shards.inTransaction(() -> logs.chunks().from(runtime, 10, 9)))
        .extracting(LogChunk::firstLine)
        .containsExactly(10L, 20L);
    assertThat(shards.inTransaction(() -> logs.chunks().from(runtime, 9, 1)))
        .extracting(LogChunk::firstLine)
        .containsExactly(0L);
    assertThat(shards.inTransaction(() -> logs.chunks().from(runtime, 25, 1))).isEmpty();
    assertThat(shards.inTransaction(() -> logs.chunks().before(runtime, 20, 1)))
        .extracting(LogChunk::firstLine)
        .containsExactly(10L);
    RuntimeLog log = find(runtime);
    assertThat(log.nextLine()).isEqualTo(25);
    assertThat(log.firstText()).contains("line 0");
    assertThat(log.lastText()).contains("line 24");
    assertThat(log.progress()).isEqualTo(READ);
  }

  @Test
  void aGrownChunkReplacesItself() {
    long runtime = add(1, RuntimeQualifier.LOBBY);
    write(runtime, 0, 3, 1 << 20);
    write(runtime, 0, 7, 1 << 20);
    assertThat(shards.inTransaction(() -> logs.chunks().from(runtime, 0, 9)))
        .singleElement()
        .satisfies(chunk -> assertThat(chunk.lines()).hasSize(7));
  }

  @Test
  void dropsTheOldestBeyondTheBoundAndKnowsHowMuch() {
    long runtime = add(1, RuntimeQualifier.LOBBY);
    for (int i = 0; i < 50; i++) {
      write(runtime, i * 100L, 100, 10_000);
    }
    RuntimeLog log = find(runtime);
    List<LogChunk> kept = shards.inTransaction(() -> logs.chunks().from(runtime, 0, 100));
    assertThat(log.size()).isLessThanOrEqualTo(10_000);
    assertThat(log.size()).isEqualTo(kept.stream().mapToLong(LogChunk::size).sum());
    assertThat(log.lostBytes()).isGreaterThan(50_000);
    assertThat(kept.get(kept.size() - 1).nextLine()).isEqualTo(5_000);
    assertThat(shards.inTransaction(() -> logs.firstLine(log)))
        .isEqualTo(kept.get(0).firstLine())
        .isGreaterThan(4_000);
  }

  @Test
  void keepsTheLastChunkEvenIfItIsTooLarge() {
    long runtime = add(1, RuntimeQualifier.LOBBY);
    write(runtime, 0, 100, 10);
    assertThat(shards.inTransaction(() -> logs.chunks().from(runtime, 0, 9))).hasSize(1);
    assertThat(find(runtime).lostBytes()).isZero();
  }

  @Test
  void takesALineThatNoTextOfTheDatabaseCanHold() {
    long runtime = add(1, RuntimeQualifier.LOBBY);
    LogLine odd = new LogLine(0, NOW, LogStream.STDERR, true, "a\0b\u001b[0m" + "x".repeat(5_000));
    shards.transaction(
        () -> {
          RuntimeLog log = logs.lock(runtime).orElseThrow();
          logs.chunks().put(runtime, LogChunk.of(List.of(odd)));
          log.began(odd);
          log.grew(odd.size(), odd, READ);
        });
    assertThat(find(runtime).lastText().orElseThrow())
        .startsWith("a\uFFFDb")
        .hasSize(RuntimeLog.TEXT_MAX);
    assertThat(shards.inTransaction(() -> logs.chunks().from(runtime, 0, 1)).get(0).lines())
        .containsExactly(odd);
  }

  private List<Long> search(RuntimeLogs.Wish wish) {
    return shards.inTransaction(() -> logs.list(1, stage, wish, Slice.first(10))).stream()
        .map(RuntimeLog::id)
        .toList();
  }

  private static RuntimeLogs.Wish reason(String text) {
    return new RuntimeLogs.Wish(null, null, null, null, text, null, null);
  }

  @Test
  void findsLogsByWhatIsKnownOfTheirRuntimes() {
    long lobby = add(1, RuntimeQualifier.LOBBY);
    long match = add(2, RuntimeQualifier.MATCH);
    shards.transaction(
        () ->
            logs.lock(match)
                .orElseThrow()
                .end(NOW.plusSeconds(60), "It ended with code 3, 100%_done.", NOW));
    assertThat(search(reason(null))).containsExactlyInAnyOrder(lobby, match);
    assertThat(search(reason("CODE 3"))).containsExactly(match);
    assertThat(search(reason("100%_d"))).containsExactly(match);
    assertThat(search(reason("1%"))).isEmpty();
    assertThat(search(new RuntimeLogs.Wish(lobby, null, null, null, null, null, null)))
        .containsExactly(lobby);
    assertThat(search(new RuntimeLogs.Wish(null, 2L, 3L, null, null, null, null)))
        .containsExactly(match);
    assertThat(
            search(
                new RuntimeLogs.Wish(null, null, null, RuntimeQualifier.LOBBY, null, null, null)))
        .containsExactly(lobby);
    Instant later = NOW.plusSeconds(61);
    assertThat(search(new RuntimeLogs.Wish(null, null, null, null, null, later, null)))
        .containsExactly(lobby);
    assertThat(
            search(new RuntimeLogs.Wish(null, null, null, null, null, null, NOW.minusSeconds(1))))
        .isEmpty();
  }

  @Test
  void forgetsInSmallBatchesWhenTheTimeHasCome() {
    List<Long> ended = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long runtime = add(1, RuntimeQualifier.MATCH);
      write(runtime, 0, 10, 1 << 20);
      shards.transaction(() -> logs.lock(runtime).orElseThrow().end(NOW, "over", NOW));
      ended.add(runtime);
    }
    assertThat(shards.inTransaction(() -> logs.forget(1, NOW.minusSeconds(1), 2))).isZero();
    int forgotten = 0;
    int batch;
    do {
      batch = shards.inTransaction(() -> logs.forget(1, NOW, 2));
      assertThat(batch).isLessThanOrEqualTo(2);
      forgotten += batch;
    } while (batch > 0);
    assertThat(forgotten).isGreaterThanOrEqualTo(3);
    for (long runtime : ended) {
      assertThat(shards.inTransaction(() -> logs.find(runtime))).isEmpty();
      assertThat(shards.inTransaction(() -> logs.chunks().from(runtime, 0, 1))).isEmpty();
    }
  }

  @Test
  void removesWhatBelongsToAStage() {
    long runtime = add(1, RuntimeQualifier.MATCH);
    add(1, RuntimeQualifier.LOBBY);
    write(runtime, 0, 10, 1 << 20);
    assertThat(shards.inTransaction(() -> logs.removeOfStage(1, stage + 1, 10))).isZero();
    assertThat(shards.inTransaction(() -> logs.removeOfStage(1, stage, 1))).isEqualTo(1);
    assertThat(shards.inTransaction(() -> logs.removeOfStage(1, stage, 10))).isEqualTo(1);
    assertThat(shards.inTransaction(() -> logs.chunks().from(runtime, 0, 1))).isEmpty();
  }

  @Test
  void theFirstEndStays() {
    long runtime = add(1, RuntimeQualifier.MATCH);
    shards.transaction(() -> logs.lock(runtime).orElseThrow().end(NOW, "first", NOW));
    shards.transaction(
        () -> logs.lock(runtime).orElseThrow().end(NOW.plusSeconds(1), "second", NOW));
    assertThat(find(runtime).endReason()).contains("first");
    assertThat(find(runtime).endedAt()).contains(NOW);
  }
}
