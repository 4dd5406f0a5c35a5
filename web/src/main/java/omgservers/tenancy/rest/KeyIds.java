package omgservers.tenancy.rest;

import omgservers.shared.problem.Refusal;
import omgservers.tenancy.References;

/** Ids of API keys in paths: what is no id is a key that does not exist. */
final class KeyIds {
  private KeyIds() {}

  static long of(String text) {
    return References.id(text)
        .orElseThrow(() -> Refusal.notFound("There is no API key '" + text + "'."));
  }
}
