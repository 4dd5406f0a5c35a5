package omgservers.ctl;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * The person in front of the tool, if there is one.
 *
 * @param present whether somebody can be asked and sees what is printed
 * @param width the columns of the screen
 * @param ask shows a question and reads a line; null at the end of input
 * @param askSecretly the same, without showing what is typed
 */
record Terminal(
    boolean present,
    IntSupplier width,
    UnaryOperator<String> ask,
    UnaryOperator<String> askSecretly) {
  private static final int WIDTH_DEFAULT = 80;
  private static final int WIDTH_MIN = 20;

  /** Nobody is there: a pipeline, a script, a test. */
  static final Terminal NONE =
      new Terminal(false, () -> Integer.MAX_VALUE, question -> null, question -> null);

  /** The terminal that the tool was started from; newer Java has a console without one, too. */
  @SuppressWarnings("SystemConsoleNull")
  static Terminal ofSystem() {
    Console console = System.console();
    if (console == null || !isTerminal(console)) {
      return NONE;
    }
    return new Terminal(
        true,
        Terminal::columns,
        question -> console.readLine("%s", question),
        question -> {
          char[] typed = console.readPassword("%s", question);
          return typed == null ? null : new String(typed);
        });
  }

  /** Where a console may be without a terminal, there is a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  private static int columns() {
    try {
      String given = System.getenv("COLUMNS");
      return Math.max(WIDTH_MIN, Integer.parseInt(given != null ? given.strip() : sttyColumns()));
    } catch (NumberFormatException e) {
      return WIDTH_DEFAULT;
    }
  }

  /** What stty says: "rows columns"; empty where there is none. */
  private static String sttyColumns() {
    try {
      Process process =
          new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      String size = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(1, TimeUnit.SECONDS);
      return size.strip().replaceFirst("^\\d+ ", "");
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
