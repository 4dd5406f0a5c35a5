package omgservers.shared.rest;

import omgservers.tenancy.SignIns;

/** A token, as the protocol answers it. */
public record RawToken(String rawToken) {
  /** The token of the session. */
  public static RawToken of(SignIns.Session session) {
    return new RawToken(session.token());
  }
}
