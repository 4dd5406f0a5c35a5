package omgservers.builder.model;

/** What is desired of a build. */
public enum BuildDesire {
  /** The image. */
  BUILT,
  /** That it ends. */
  CANCELLED
}
