package omgservers.shared.moves;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class PauseTest {
  /** What the log hears. */
  private static final class Heard extends Handler {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private final Logger log = Logger.getLogger(Pause.class.getName());
  private final Heard heard = new Heard();
  private final List<String> steps = new ArrayList<>();

  private long now;

  private List<String> afterAPauseOf(long millis) {
    log.addHandler(heard);
    try {
      Pause pause = new Pause(7, steps::add, () -> now);
      pause.reached("closed");
      now += millis * 1_000_000;
      pause.reached("switched");
      pause.tell();
    } finally {
      log.removeHandler(heard);
    }
    return heard.lines;
  }

  @Test
  void tellsWhereALongPauseWent() {
    assertThat(afterAPauseOf(251))
        .containsExactly("slot 7 was closed for 251 ms, closed 0, switched 251");
    assertThat(steps).containsExactly("closed", "switched");
  }

  @Test
  void saysNothingOfAShortOne() {
    assertThat(afterAPauseOf(Pause.LONG.toMillis())).isEmpty();
    assertThat(steps).containsExactly("closed", "switched");
  }
}
