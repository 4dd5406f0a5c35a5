package omgservers.shared.outbox;

import java.util.Optional;
import omgservers.shared.platform.Json;

/** How the type of a letter is kept: its class name below our root package. */
final class Kinds {
  private static final String ROOT = "omgservers.";

  private Kinds() {}

  static String of(Mail mail) {
    return mail.getClass().getName().substring(ROOT.length());
  }

  /** The letter; nothing when another build wrote it, of a kind or with a word that is not ours. */
  static Optional<Mail> read(String kind, String body) {
    try {
      Class<?> type = Class.forName(ROOT + kind, true, Kinds.class.getClassLoader());
      return Optional.of(Json.read(body, type.asSubclass(Mail.class)));
    } catch (ClassNotFoundException | ClassCastException e) {
      return Optional.empty();
    } catch (IllegalStateException | IllegalArgumentException e) {
      System.getLogger(Kinds.class.getName())
          .log(System.Logger.Level.DEBUG, "a letter of the kind " + kind + " cannot be read", e);
      return Optional.empty();
    }
  }
}
