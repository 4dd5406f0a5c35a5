package omgservers.tenancy.rest;

import omgservers.removal.Removals;

/** Whether something was deleted, or its deletion began, by this call. */
public record Deleted(boolean deleted) {
  static Deleted of(Removals.Begun<?> begun) {
    return new Deleted(begun.now());
  }
}
