package omgservers.pool.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import omgservers.pool.Output;
import omgservers.pool.model.LogStream;
import omgservers.shared.platform.Time;
import org.junit.jupiter.api.Test;

class ContainerOutputTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private final Time time = new Time(Clock.fixed(NOW, ZoneOffset.UTC));
  private final List<Output.Line> lines = new ArrayList<>();
  private final List<ContainerOutput.From> asked = new CopyOnWriteArrayList<>();
  private final List<Frame> end = new ArrayList<>();
  private Runnable whenTold = () -> {};
  private volatile ContainerOutput.Stream engine;

  private ContainerOutput reading(Output.Position since) {
    return new ContainerOutput(
        new Output(since, time, lines::add),
        time,
        (stream, from) -> {
          asked.add(from);
          if (from.part() == ContainerOutput.Part.END) {
            new Thread(() -> tellEnd(stream)).start();
          } else {
            engine = stream;
          }
        });
  }

  private void tellEnd(ContainerOutput.Stream stream) {
    end.forEach(stream::onNext);
    whenTold.run();
    stream.onComplete();
  }

  private static Frame frame(StreamType type, String text) {
    return new Frame(type, text.getBytes(UTF_8));
  }

  @Test
  void takesTheTimesOffThePieces() {
    reading(Output.Position.BEGIN);
    engine.onNext(frame(StreamType.STDOUT, "2026-11-25T11:59:59.123456789Z one\n"));
    engine.onNext(frame(StreamType.STDERR, "2026-11-25T11:59:59.2Z two "));
    engine.onNext(frame(StreamType.STDERR, "2026-11-25T11:59:59.2Z parts\n"));
    engine.onNext(frame(StreamType.STDOUT, "no time\n"));
    assertThat(lines).extracting(Output.Line::text).containsExactly("one", "two parts", "no time");
    assertThat(lines).extracting(Output.Line::stream).contains(LogStream.STDERR);
  }

  @Test
  void passesOverWhatWasReadBefore() {
    reading(new Output.Position(4, 0, NOW));
    engine.onNext(frame(StreamType.STDOUT, "2026-11-25T11:59:59Z old\n"));
    engine.onNext(frame(StreamType.STDOUT, "2026-11-25T12:00:00.5Z new\n"));
    assertThat(lines).extracting(Output.Line::text).containsExactly("new");
  }

  @Test
  void passesOnlyTheAmountOfWhatIsTooMuch() {
    ContainerOutput reading = reading(Output.Position.BEGIN);
    String line = "2026-11-25T12:00:00Z " + "x".repeat(1_023) + "\n";
    for (int i = 0; i < 10_000; i++) {
      engine.onNext(frame(StreamType.STDOUT, line));
    }
    int passed = ContainerOutput.BURST_BYTES_MAX / 1_024;
    assertThat(lines).hasSize(passed);
    engine.onComplete();
    reading.close();
    assertThat(lines).hasSize(passed + 1);
    assertThat(lines.get(passed).text()).startsWith((10_000 - passed) * 1_024 + " bytes of STDOUT");
    assertThat(reading.isOpen()).isFalse();
  }

  @Test
  void keepsTheEndOfWhatWasTooMuch() {
    ContainerOutput reading = reading(Output.Position.BEGIN);
    String text = " " + "x".repeat(1_023) + "\n";
    int passed = ContainerOutput.BURST_BYTES_MAX / 1_024;
    for (int i = 0; i < passed + 10; i++) {
      engine.onNext(frame(StreamType.STDOUT, at(i) + text));
    }
    engine.onComplete();
    end.add(frame(StreamType.STDOUT, at(passed - 1) + text));
    end.add(frame(StreamType.STDOUT, at(passed + 9) + text));
    end.add(frame(StreamType.STDERR, at(passed + 10) + " never told\n"));
    end.add(frame(StreamType.STDOUT, at(passed + 11) + " the end"));
    reading.close();
    assertThat(lines.subList(passed, lines.size()))
        .extracting(Output.Line::text)
        .containsExactly(
            9 * 1_024 + " bytes of STDOUT were not read.", text.strip(), "never told", "the end");
  }

  private static String at(int number) {
    return NOW.plusNanos(number + 1L).toString();
  }

  @Test
  void keepsTheRestOfALongLineWhosePiecesHaveOneTime() {
    ContainerOutput reading = reading(Output.Position.BEGIN);
    engine.onNext(frame(StreamType.STDOUT, at(1) + " one "));
    engine.onNext(frame(StreamType.STDOUT, at(1) + " two "));
    engine.onComplete();
    for (String piece : List.of(" one ", " two ", " three\n")) {
      end.add(frame(StreamType.STDOUT, at(1) + piece));
    }
    reading.close();
    assertThat(lines).extracting(Output.Line::text).containsExactly("one two three");
  }

  @Test
  void tellsThatNobodyKnowsWhatWasBeforeTheEnd() {
    ContainerOutput reading = reading(Output.Position.BEGIN);
    engine.onNext(frame(StreamType.STDOUT, at(1) + " read\n"));
    engine.onComplete();
    for (int i = 0; i < ContainerOutput.LAST_PIECES; i++) {
      end.add(frame(StreamType.STDOUT, at(1_000 + i) + " late\n"));
    }
    reading.close();
    assertThat(lines).hasSize(2 + ContainerOutput.LAST_PIECES);
    assertThat(lines.get(1).text()).isEqualTo("Some of the output was not read.");
  }

  @Test
  void keepsPiecesThatComeInPartsInOneBuffer() {
    ContainerOutput reading = reading(new Output.Position(4, 0, NOW));
    for (String part : List.of(at(-2) + " old", " rest\n", at(2_000) + " a new", " line\n")) {
      engine.onNext(frame(StreamType.STDOUT, part));
    }
    engine.onComplete();
    byte[] buffer = (at(3_000) + " the first\n").getBytes(UTF_8);
    end.add(new Frame(StreamType.STDOUT, buffer));
    end.add(frame(StreamType.STDOUT, at(4_000) + " the"));
    end.add(frame(StreamType.STDOUT, " end\n"));
    whenTold = () -> Arrays.fill(buffer, (byte) 'x');
    reading.close();
    assertThat(lines)
        .extracting(Output.Line::text)
        .containsExactly("a new line", "the first", "the end");
    assertThat(lines.get(0).at()).isEqualTo(NOW.plusNanos(2_001));
  }

  @Test
  void doesNotKeepTwiceWhatWasStoredBefore() {
    ContainerOutput reading = reading(new Output.Position(4, 0, NOW));
    engine.onComplete();
    end.add(frame(StreamType.STDOUT, at(1) + " stored without its nanoseconds\n"));
    end.add(frame(StreamType.STDOUT, at(2_000) + " new\n"));
    reading.close();
    assertThat(lines).extracting(Output.Line::text).containsExactly("new");
    assertThat(lines.get(0).at()).isEqualTo(NOW.plusNanos(2_001));
  }

  @Test
  void asksAgainBehindTheLastLineWhenMuchOutputWasFollowedBySilence() throws InterruptedException {
    reading(Output.Position.BEGIN);
    ContainerOutput.Stream first = engine;
    String line = "2026-11-25T12:00:00.000000007Z " + "x".repeat(1_023) + "\n";
    for (int i = 0; i <= ContainerOutput.FILE_BYTES / 1_024; i++) {
      first.onNext(frame(StreamType.STDOUT, line));
    }
    for (int i = 0; i < 300 && asked.size() < 2; i++) {
      Thread.sleep(100);
    }
    assertThat(asked)
        .containsExactly(
            new ContainerOutput.From(null, ContainerOutput.Part.SINCE),
            new ContainerOutput.From(
                Instant.parse("2026-11-25T12:00:00.000000007Z"), ContainerOutput.Part.LATEST));
    int before = lines.size();
    first.onNext(frame(StreamType.STDOUT, "2026-11-25T12:00:01Z of the old stream\n"));
    engine.onNext(frame(StreamType.STDOUT, "2026-11-25T12:00:00.000000007Z known\n"));
    assertThat(lines).hasSize(before);
  }
}
