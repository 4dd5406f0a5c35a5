package omgservers.builder.model;

/**
 * What an image is to be made of, and how.
 *
 * @param git where the source is fetched from; null when it is uploaded
 * @param tag the tag of the image
 * @param dockerfile the path of the Dockerfile in the source
 * @param target the stage of the Dockerfile that is wanted, or null for the last
 * @param arguments build arguments, a JSON object
 * @param secretNames the names of the build arguments that nobody is shown, a JSON array
 * @param sealed the values of these, sealed; null when there are none
 * @param labels labels of the image, a JSON object
 * @param noCache whether nothing of earlier builds is used again
 */
public record BuildWish(
    Git git,
    String tag,
    String dockerfile,
    String target,
    String arguments,
    String secretNames,
    String sealed,
    String labels,
    boolean noCache) {
  /**
   * A place in a Git repository.
   *
   * @param url where the repository is
   * @param ref a branch, a tag or a commit; null for what the repository shows first
   */
  public record Git(String url, String ref) {}
}
