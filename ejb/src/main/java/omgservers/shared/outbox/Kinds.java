package omgservers.shared.outbox;

import omgservers.shared.platform.Json;

/** How the type of a letter is kept: its class name below our root package. */
final class Kinds {
  private static final String ROOT = "omgservers.";

  private Kinds() {}

  static String of(Mail mail) {
    return mail.getClass().getName().substring(ROOT.length());
  }

  static Mail read(String kind, String body) {
    try {
      Class<?> type = Class.forName(ROOT + kind, true, Kinds.class.getClassLoader());
      return Json.read(body, type.asSubclass(Mail.class));
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new IllegalStateException("nobody knows letters of the kind " + kind, e);
    }
  }
}
