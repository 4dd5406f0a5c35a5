package omgservers.registry;

import java.util.List;

/**
 * What a comparison with the registry found: how much there is, how many pushes nobody had told of,
 * and what does not fit.
 */
public record RegistryReport(
    int repositories, int tags, int missed, List<Misfit> misfits, int more) {
  /** No more of what does not fit is told than this. */
  public static final int MISFITS_MAX = 500;

  /** How something does not fit. */
  public enum Kind {
    /** Garbage: a tag of a repository that is no project's. */
    NO_PROJECT,
    /** Garbage: an image that is no version. */
    NO_VERSION,
    /** Garbage: an image that the registry does not let go. */
    STUCK,
    /** A version whose image the registry does not have. */
    MISSING
  }

  /** Something that does not fit: where it is, and why. */
  public record Misfit(Kind kind, String repository, String tag, String digest, String reason) {}
}
