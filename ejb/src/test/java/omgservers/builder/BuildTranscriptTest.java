package omgservers.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import omgservers.pool.model.LogChunk;
import omgservers.pool.model.LogLine;
import omgservers.shared.platform.Time;
import org.junit.jupiter.api.Test;

class BuildTranscriptTest {
  private final BuildTranscript transcript =
      new BuildTranscript(5, List.of("hunter2-hunter2", "two\nlines"), new Time());
  private final SortedMap<Long, LogChunk> kept = new TreeMap<>();
  private long size;

  private void store() {
    transcript
        .unstored()
        .ifPresent(
            lines -> {
              lines.chunks().forEach(chunk -> kept.put(chunk.firstLine(), chunk));
              size += lines.grown();
              transcript.stored(lines);
            });
  }

  private List<LogLine> lines() {
    List<LogLine> lines = new ArrayList<>();
    kept.values().forEach(chunk -> lines.addAll(chunk.lines()));
    return lines;
  }

  @Test
  void keepsLinesInOrderHoweverTheyCome() {
    transcript.engine("Step 1/2 : FR");
    store();
    transcript.engine("OM scratch\nStep 2/2");
    store();
    transcript.platform("done");
    store();
    assertThat(lines())
        .extracting(LogLine::text)
        .containsExactly("Step 1/2 : FROM scratch", "Step 2/2", "done");
    assertThat(lines()).extracting(LogLine::number).containsExactly(5L, 6L, 7L);
  }

  @Test
  void knowsHowMuchWasStored() {
    for (int i = 0; i < 3_000; i++) {
      transcript.engine("a line that says that it is number " + i + "\n");
      if (i % 7 == 0) {
        store();
      }
    }
    store();
    assertThat(lines()).hasSize(3_000);
    assertThat(size).isEqualTo(kept.values().stream().mapToLong(LogChunk::size).sum());
  }

  @Test
  void losesTheOldestWhenNobodyStores() {
    for (int i = 0; i < 60_000; i++) {
      transcript.engine("a line that says that it is number " + i + "\n");
    }
    long lost = transcript.unstored().orElseThrow().lost();
    store();
    assertThat(lost).isPositive();
    assertThat(lines().get(lines().size() - 1).text()).endsWith("number 59999");
    assertThat(size).isEqualTo(kept.values().stream().mapToLong(LogChunk::size).sum());
  }

  @Test
  void tellsNoSecret() {
    transcript.engine("TOKEN=hunter2-hunter2 and two of lines\n");
    transcript.end();
    store();
    assertThat(lines().get(0).text()).isEqualTo("TOKEN=*** and *** of ***");
    assertThat(transcript.masked("failed: hunter2-hunter2")).isEqualTo("failed: ***");
  }
}
