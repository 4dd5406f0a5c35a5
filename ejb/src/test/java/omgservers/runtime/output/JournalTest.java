package omgservers.runtime.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import omgservers.pool.Output;
import omgservers.pool.model.LogChunk;
import omgservers.pool.model.LogLine;
import omgservers.pool.model.LogStream;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123Z");

  private final Journal journal = new Journal(7, 0, Output.Position.BEGIN);

  private static Output.Line line(String text) {
    return new Output.Line(NOW, LogStream.STDOUT, false, text, text.length());
  }

  @Test
  void asksToBeStoredOnlyOnceUntilItIs() {
    assertThat(journal.batch()).isEmpty();
    assertThat(journal.add(line("one"))).isTrue();
    assertThat(journal.add(line("two"))).isFalse();
    journal.stored(journal.batch().orElseThrow());
    assertThat(journal.batch()).isEmpty();
    assertThat(journal.add(line("three"))).isTrue();
  }

  @Test
  void isBehindWithWhatCameWhileItWasStored() {
    journal.add(line("one"));
    Journal.Batch first = journal.batch().orElseThrow();
    assertThat(journal.add(line("two"))).as("wakes nobody").isFalse();
    journal.stored(first);
    assertThat(journal.isBehind()).isTrue();
    journal.stored(journal.batch().orElseThrow());
    assertThat(journal.isBehind()).isFalse();
  }

  @Test
  void storesTheOpenChunkAgainAsItGrows() {
    journal.add(line("one"));
    Journal.Batch first = journal.batch().orElseThrow();
    assertThat(first.first().text()).isEqualTo("one");
    journal.add(line("two"));
    journal.stored(first);
    Journal.Batch second = journal.batch().orElseThrow();
    assertThat(second.first()).isNull();
    assertThat(second.chunks()).hasSize(1);
    assertThat(second.chunks().get(0).firstLine()).isZero();
    assertThat(second.chunks().get(0).lines())
        .extracting(LogLine::text)
        .containsExactly("one", "two");
    assertThat(second.grown()).isEqualTo(3 + LogLine.OVERHEAD_BYTES);
  }

  @Test
  void losesTheOldestWhenNothingCanBeStored() {
    String text = "x".repeat(1_000);
    for (int i = 0; i < 10_000; i++) {
      journal.add(line(text));
    }
    Journal.Batch batch = journal.batch().orElseThrow();
    assertThat(batch.grown())
        .isLessThanOrEqualTo(Journal.WAITING_BYTES_MAX + 2 * LogChunk.SIZE_MAX);
    assertThat(batch.grown() + batch.lost()).isEqualTo(10_000L * (1_000 + LogLine.OVERHEAD_BYTES));
    assertThat(batch.last().number()).isEqualTo(9_999);
  }

  /** Whenever it is stored, all lines come out in order, whole, and each counts once. */
  @Test
  void keepsEveryLineWheneverItIsStored() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      Journal some = new Journal(7, 5, Output.Position.BEGIN);
      Map<Long, LogChunk> kept = new TreeMap<>();
      List<String> written = new ArrayList<>();
      long size = 0;
      for (int i = 0; i < 2_000; i++) {
        String text = "\u20ac" + "y".repeat(random.nextInt(200));
        written.add(text);
        some.add(line(text));
        if (random.nextInt(20) == 0) {
          size += store(some, kept);
        }
      }
      size += store(some, kept);
      List<LogLine> lines =
          kept.values().stream().flatMap(chunk -> chunk.lines().stream()).toList();
      assertThat(lines).extracting(LogLine::text).isEqualTo(written);
      assertThat(lines.get(0).number()).isEqualTo(5);
      assertThat(lines.get(lines.size() - 1).number()).isEqualTo(2_004);
      assertThat(lines).allMatch(line -> line.at().equals(NOW));
      assertThat(size).isEqualTo(kept.values().stream().mapToLong(LogChunk::size).sum());
    }
  }

  private static long store(Journal journal, Map<Long, LogChunk> kept) {
    Journal.Batch batch = journal.batch().orElse(null);
    if (batch == null) {
      return 0;
    }
    batch.chunks().forEach(chunk -> kept.put(chunk.firstLine(), chunk));
    journal.stored(batch);
    return batch.grown();
  }
}
