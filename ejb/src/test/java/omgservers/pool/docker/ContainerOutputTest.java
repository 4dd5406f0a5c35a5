package omgservers.pool.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
  private volatile ContainerOutput.Stream engine;

  private ContainerOutput reading(Output.Position since) {
    return new ContainerOutput(
        new Output(since, time, lines::add),
        time,
        (stream, from) -> {
          engine = stream;
          asked.add(from);
        });
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
            new ContainerOutput.From(null, false),
            new ContainerOutput.From(Instant.parse("2026-11-25T12:00:00.000000007Z"), true));
    int before = lines.size();
    first.onNext(frame(StreamType.STDOUT, "2026-11-25T12:00:01Z of the old stream\n"));
    engine.onNext(frame(StreamType.STDOUT, "2026-11-25T12:00:00.000000007Z known\n"));
    assertThat(lines).hasSize(before);
  }
}
