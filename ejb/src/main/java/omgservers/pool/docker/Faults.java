package omgservers.pool.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import omgservers.pool.Driver.Unreachable;
import omgservers.pool.Site;

/** What goes wrong with engines, in words. */
final class Faults {
  private static final Pattern MESSAGE =
      Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final Pattern STATUS = Pattern.compile("^Status [0-9]+: ");

  private Faults() {}

  /** What the engine answered, without the wrapping of its JSON. */
  static String words(DockerException fault) {
    String text = fault.getMessage() == null ? fault.toString() : fault.getMessage();
    Matcher json = MESSAGE.matcher(text);
    String said = json.find() ? json.group(1).replace("\\\"", "\"") : text;
    return STATUS.matcher(said).replaceFirst("").strip();
  }

  /**
   * The engine did not do what it was asked: it does not answer at all, or says that it cannot
   * work.
   */
  static RuntimeException unreachable(Site site, RuntimeException fault) {
    if (fault instanceof Unreachable) {
      return fault;
    }
    if (fault instanceof DockerException answer
        && !(fault instanceof InternalServerErrorException)) {
      return new IllegalStateException(site.name() + ": " + words(answer), fault);
    }
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    if (site.engine().isSecure() && root instanceof IOException) {
      // Engines break off the connection of whom they do not know.
      why += "; perhaps it does not accept our certificate, or we not its";
    }
    return new Unreachable(
        "The engine of %s does not answer (%s).".formatted(site.name(), why), fault);
  }
}
