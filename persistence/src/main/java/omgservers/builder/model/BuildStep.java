package omgservers.builder.model;

/** What is being done for a build that runs. */
public enum BuildStep {
  /** Its source is fetched. */
  FETCHING,
  /** The engine builds the image. */
  BUILDING,
  /** The image is pushed to the registry. */
  PUSHING,
  /** The image becomes a version. */
  REGISTERING
}
