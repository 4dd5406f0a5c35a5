package omgservers.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import omgservers.pool.model.LogStream;
import omgservers.shared.platform.Time;
import org.junit.jupiter.api.Test;

class OutputTest {
  private final List<Output.Line> lines = new ArrayList<>();
  private final Output output =
      new Output(Output.Position.BEGIN, new Time(Clock.systemUTC()), lines::add);

  private void write(LogStream stream, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    output.write(stream, bytes, bytes.length);
  }

  @Test
  void finishesALineWhenItsEndComes() {
    write(LogStream.STDOUT, "one\r\ntw");
    assertThat(lines).extracting(Output.Line::text).containsExactly("one");
    write(LogStream.STDERR, "other\n");
    write(LogStream.STDOUT, "o\n\n");
    assertThat(lines).extracting(Output.Line::text).containsExactly("one", "other", "two", "");
    assertThat(lines)
        .extracting(Output.Line::stream)
        .containsExactly(LogStream.STDOUT, LogStream.STDERR, LogStream.STDOUT, LogStream.STDOUT);
    assertThat(lines).extracting(Output.Line::read).containsExactly(5L, 6L, 9L, 10L);
  }

  @Test
  void givesTheRestWhenThereWillBeNoMore() {
    write(LogStream.STDOUT, "no end");
    assertThat(lines).isEmpty();
    output.end();
    output.end();
    assertThat(lines).extracting(Output.Line::text).containsExactly("no end");
  }

  @Test
  void cutsLongLinesBetweenCharacters() {
    String text = "a" + "\u20ac".repeat(Output.LINE_BYTES_MAX);
    write(LogStream.STDOUT, text + "\n");
    assertThat(lines).hasSizeGreaterThan(3);
    assertThat(lines.stream().map(Output.Line::text).collect(Collectors.joining())).isEqualTo(text);
    assertThat(lines).allMatch(line -> line.text().getBytes(UTF_8).length <= Output.LINE_BYTES_MAX);
    assertThat(lines.subList(0, lines.size() - 1)).allMatch(Output.Line::cut);
    assertThat(lines.get(lines.size() - 1).cut()).isFalse();
  }

  @Test
  void saysWhatWasNotRead() {
    write(LogStream.STDOUT, "half");
    output.skipped(LogStream.STDOUT, 1_000);
    write(LogStream.STDOUT, "rest\n");
    assertThat(lines)
        .extracting(Output.Line::text)
        .containsExactly("half", "1000 bytes of STDOUT were not read.", "rest");
    assertThat(lines.get(0).cut()).isTrue();
    assertThat(lines.get(2).read()).isEqualTo(1_009);
  }

  /** However the bytes come, the lines are the same, and each byte is counted once. */
  @Test
  void makesTheSameLinesHoweverTheBytesCome() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      byte[] garbage = new byte[random.nextInt(40_000)];
      random.nextBytes(garbage);
      List<Output.Line> whole = read(garbage, garbage.length);
      assertThat(read(garbage, 1 + random.nextInt(700)))
          .as("seed %d", seed)
          .extracting(Output.Line::text)
          .isEqualTo(whole.stream().map(Output.Line::text).toList());
      if (!whole.isEmpty()) {
        assertThat(whole.get(whole.size() - 1).read()).isEqualTo(garbage.length);
      }
    }
  }

  private static List<Output.Line> read(byte[] bytes, int atOnce) {
    List<Output.Line> lines = new ArrayList<>();
    Output output = new Output(Output.Position.BEGIN, new Time(Clock.systemUTC()), lines::add);
    for (int from = 0; from < bytes.length; from += atOnce) {
      byte[] part =
          java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + atOnce));
      output.write(LogStream.STDOUT, part, part.length);
    }
    output.end();
    return lines;
  }
}
