package omgservers.launcher;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** What a person sees in the terminal: few lines, each with its time and its topic. */
public final class Screen {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final PrintStream out;

  /** Writes there. */
  public Screen(PrintStream out) {
    this.out = out;
  }

  /** One line. */
  public synchronized void say(String topic, String text) {
    out.printf("%s  %-11s %s%n", LocalTime.now(ZoneId.systemDefault()).format(TIME), topic, text);
    out.flush();
  }

  /** An empty line. */
  public synchronized void gap() {
    out.println();
    out.flush();
  }
}
