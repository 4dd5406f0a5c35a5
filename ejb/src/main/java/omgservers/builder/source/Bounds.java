package omgservers.builder.source;

import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/**
 * How large a source may be.
 *
 * @param packed the bytes of an archive
 * @param unpacked the bytes of its files
 * @param entries how many files, folders and links
 */
public record Bounds(long packed, long unpacked, int entries) {
  /** The target of a link has at most this many bytes. */
  static final int LINK_MAX = 4_096;

  private static final long MIB = 1 << 20;

  /** The bounds of the installation. */
  public static Bounds of(Settings settings) {
    return new Bounds(
        settings.builderSourceSize(),
        settings.builderSourceUnpacked(),
        settings.builderSourceEntries());
  }

  Refusal packedTooLarge() {
    return tooLarge("The archive is larger than %d MiB.".formatted(packed / MIB));
  }

  Refusal unpackedTooLarge() {
    return tooLarge(
        "The source is larger than %d MiB when it is unpacked.".formatted(unpacked / MIB));
  }

  Refusal tooMany() {
    return tooLarge("The source has more than %d entries.".formatted(entries));
  }

  private static Refusal tooLarge(String detail) {
    return new Refusal(Refusal.Kind.TOO_LARGE, Qualifier.LIMIT_REACHED, detail);
  }
}
