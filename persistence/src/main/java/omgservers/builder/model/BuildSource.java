package omgservers.builder.model;

/** Where the source of a build comes from. */
public enum BuildSource {
  /** It is uploaded. */
  ARCHIVE,
  /** It is fetched from a Git repository. */
  GIT
}
