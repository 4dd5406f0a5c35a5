package omgservers.registry.model;

/** What an image can run. */
public enum ImageQualifier {
  /** Lobbies. */
  LOBBY,
  /** Matches. */
  MATCH,
  /** Both; preferred over the others. */
  UNIVERSAL
}
