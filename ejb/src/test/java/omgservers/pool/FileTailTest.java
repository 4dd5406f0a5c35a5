package omgservers.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import omgservers.pool.model.LogStream;
import omgservers.shared.platform.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTailTest {
  @TempDir private Path folder;

  private final List<Output.Line> lines = new ArrayList<>();

  private Output output(Output.Position since) {
    return new Output(since, new Time(Clock.systemUTC()), lines::add);
  }

  private Path file() {
    return folder.resolve("stdout.log");
  }

  private FileTail tail(long position) {
    return new FileTail(file(), LogStream.STDOUT, position);
  }

  private void append(String text) throws IOException {
    Files.write(file(), text.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void readsWhatIsNewAtEachLook() throws IOException {
    FileTail tail = tail(0);
    Output output = output(Output.Position.BEGIN);
    assertThat(tail.look(output)).isEqualTo(FileTail.Found.NOTHING);
    append("one\n");
    assertThat(tail.look(output)).isEqualTo(FileTail.Found.ALL);
    assertThat(tail.look(output)).isEqualTo(FileTail.Found.NOTHING);
    append("two\nthree");
    tail.finish(output);
    output.end();
    assertThat(lines).extracting(Output.Line::text).containsExactly("one", "two", "three");
  }

  @Test
  void readsABoundedPartAtOnce() throws IOException {
    append("0123456789abcde\n".repeat(FileTail.LOOK_BYTES_MAX / 16 + 1));
    FileTail tail = tail(0);
    Output output = output(Output.Position.BEGIN);
    assertThat(tail.look(output)).isEqualTo(FileTail.Found.PART);
    assertThat(lines).hasSize(FileTail.LOOK_BYTES_MAX / 16);
    assertThat(tail.look(output)).isEqualTo(FileTail.Found.ALL);
  }

  @Test
  void emptiesTheFileAndGoesOnEvenAfterARestart() throws IOException {
    append("0123456789abcde\n".repeat(FileTail.EMPTIED_FROM_BYTES / 16));
    Output output = output(Output.Position.BEGIN);
    FileTail first = tail(0);
    while (first.look(output) != FileTail.Found.NOTHING) {
      assertThat(Files.size(file())).as("it may still grow").isPositive();
    }
    assertThat(Files.size(file())).isZero();
    append("after\n");
    Output.Line last = lines.get(lines.size() - 1);
    tail(last.read()).finish(output(new Output.Position(last.read(), 0, last.at())));
    assertThat(lines.get(lines.size() - 1).text()).isEqualTo("after");
    assertThat(lines).hasSize(FileTail.EMPTIED_FROM_BYTES / 16 + 1);
    assertThat(lines).noneMatch(line -> line.stream() == LogStream.PLATFORM);
  }

  @Test
  void skipsWhatIsTooMuchAndSaysSo() throws IOException {
    int count = 3 * FileTail.BACKLOG_BYTES_MAX / 16;
    append("0123456789abcde\n".repeat(count));
    FileTail tail = tail(0);
    Output output = output(Output.Position.BEGIN);
    tail.look(output);
    assertThat(lines.get(0).stream()).isEqualTo(LogStream.PLATFORM);
    assertThat(lines).hasSize(1 + FileTail.LOOK_BYTES_MAX / 16);
    assertThat(lines.get(lines.size() - 1).read()).isEqualTo(16L * count);
    tail.look(output);
    assertThat(Files.size(file())).isZero();
  }

  @Test
  void emptiesAFileThatNeverRestsOnceItIsTooLarge() throws IOException {
    append("0123456789abcde\n".repeat(FileTail.EMPTIED_GROWING_FROM_BYTES / 16));
    FileTail tail = tail(0);
    assertThat(tail.look(output(Output.Position.BEGIN))).isEqualTo(FileTail.Found.ALL);
    assertThat(Files.size(file())).isZero();
  }

  @Test
  void readsMoreOfTheEndWhenTheProcessIsGone() throws IOException {
    int count = 3 * FileTail.BACKLOG_BYTES_MAX / 16;
    append("0123456789abcde\n".repeat(count) + "last words\n");
    tail(0).finish(output(Output.Position.BEGIN));
    assertThat(lines.get(lines.size() - 1).text()).isEqualTo("last words");
    assertThat(lines).hasSizeGreaterThan(FileTail.BACKLOG_BYTES_MAX / 16);
  }
}
