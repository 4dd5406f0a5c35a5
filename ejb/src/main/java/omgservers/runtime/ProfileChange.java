package omgservers.runtime;

/** What a game server wants to be done to a profile that it asks about. */
public enum ProfileChange {
  /** It is only read. */
  NONE,
  /** It is replaced. */
  SET,
  /** It is changed as a JSON Merge Patch (RFC 7396) says. */
  PATCH
}
