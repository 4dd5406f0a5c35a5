package omgservers.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * A stream of events, read until the server says that this was all. A stream that breaks off is
 * taken up again behind the last event.
 */
final class Follow {
  private static final String END = "end";
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final int FAILURES_MAX = 30;

  private final Session session;
  private final String path;
  private final BiConsumer<String, JsonNode> receiver;
  private String name = "";
  private String id;
  private String last;
  private final StringBuilder data = new StringBuilder();
  private boolean ended;
  private int failures;

  /**
   * @param receiver is told each event: its name and its data
   */
  Follow(Session session, String path, BiConsumer<String, JsonNode> receiver) {
    this.session = session;
    this.path = path;
    this.receiver = receiver;
  }

  void run() {
    while (!ended) {
      try {
        session.stream(path, last, this::line);
      } catch (IOException | UncheckedIOException e) {
        failures++;
        if (failures > FAILURES_MAX) {
          throw new Trouble(Trouble.UNREACHABLE, session.server() + " does not answer.", e);
        }
      }
      if (!ended) {
        pause();
      }
    }
  }

  private void line(String line) {
    if (line.isEmpty()) {
      event();
    } else if (line.startsWith("event:")) {
      name = value(line);
    } else if (line.startsWith("id:")) {
      id = value(line);
    } else if (line.startsWith("data:")) {
      data.append(value(line));
    }
  }

  private static String value(String line) {
    String value = line.substring(line.indexOf(':') + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }

  private void event() {
    if (!data.isEmpty()) {
      failures = 0;
      ended = ended || name.equals(END);
      try {
        receiver.accept(name, Api.JSON.readTree(data.toString()));
      } catch (JsonProcessingException e) {
        throw new Trouble(
            Trouble.UNREACHABLE, session.server() + " answers, but not as OMGSERVERS does.", e);
      }
      last = id == null ? last : id;
    }
    name = "";
    id = null;
    data.setLength(0);
  }

  private static void pause() {
    try {
      Thread.sleep(AGAIN_AFTER.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble(Trouble.UNREACHABLE, "Interrupted.", e);
    }
  }
}
