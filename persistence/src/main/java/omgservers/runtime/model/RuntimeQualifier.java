package omgservers.runtime.model;

/** What a game server is there for. */
public enum RuntimeQualifier {
  /** Where players are while they do not play. */
  LOBBY,
  /** Where players play. */
  MATCH
}
