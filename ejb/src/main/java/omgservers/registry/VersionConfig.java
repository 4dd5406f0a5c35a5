package omgservers.registry;

import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a version says about how it is played: its modes with their groups, and data of its own. */
public record VersionConfig(
    String version,
    @NotNull @NotEmpty @Size(max = VersionConfig.MODES_MAX) List<@NotNull @Valid Mode> modes,
    JsonValue userData) {
  /** A version has at most this many modes. */
  public static final int MODES_MAX = 100;

  /** A mode has at most this many groups. */
  public static final int GROUPS_MAX = 100;

  /** The only format of version configurations so far. */
  public static final String FORMAT = "V1";

  /** A mode has at most this many rules. */
  public static final int RULES_MAX = 8;

  /** The largest party that a mode can have. */
  public static final int PARTY_MAX = 64;

  /** A ticket can wait this long, at most, when its mode has a timeout or holds it back. */
  public static final int SECONDS_MAX = 86_400;

  /**
   * A way to play: how many players a match has, and how they are grouped. What comes after the
   * groups can be left out, and is then left out where the configuration is shown, too.
   *
   * @param holdSeconds for how long a ticket waits for a full match; 0 if not given
   * @param ticketTimeoutSeconds when a ticket ends that found nobody; never if not given
   * @param partySizeMax how many can ask for a place together; 1 if not given
   * @param rules whom a ticket accepts; anybody if not given
   */
  @JsonbNillable(false)
  public record Mode(
      @NotBlank @Size(max = 64) String name,
      @NotNull @Positive Integer minPlayers,
      @NotNull @Positive Integer maxPlayers,
      @NotNull @NotEmpty @Size(max = GROUPS_MAX) List<@NotNull @Valid Group> groups,
      @PositiveOrZero @Max(SECONDS_MAX) @Schema(nullable = true) Integer holdSeconds,
      @Positive @Max(SECONDS_MAX) @Schema(nullable = true) Integer ticketTimeoutSeconds,
      @Positive @Max(PARTY_MAX) @Schema(nullable = true) Integer partySizeMax,
      @Size(max = RULES_MAX) @Schema(nullable = true) List<@NotNull @Valid ModeRule> rules) {
    /** A mode that says nothing but how many play. */
    public static Mode plain(String name, int minPlayers, int maxPlayers, List<Group> groups) {
      return new Mode(name, minPlayers, maxPlayers, groups, null, null, null, null);
    }

    /** How many can ask for a place together. */
    public int partyMax() {
      return partySizeMax == null ? 1 : partySizeMax;
    }

    /** Whom a ticket accepts. */
    public List<ModeRule> allRules() {
      return rules == null ? List.of() : rules;
    }
  }

  /** A side in a match. */
  public record Group(
      @NotBlank @Size(max = 64) String name,
      @NotNull @PositiveOrZero Integer minPlayers,
      @NotNull @Positive Integer maxPlayers) {}

  /** The same configuration with its format stated. */
  public VersionConfig stated() {
    return new VersionConfig(FORMAT, modes, userData);
  }

  /** Why no match could ever be formed by this configuration; empty when it can work. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (version != null && !version.equals(FORMAT)) {
      faults.add("version: '%s' is not %s".formatted(version, FORMAT));
    }
    Set<String> names = new HashSet<>();
    for (Mode mode : modes) {
      if (!names.add(mode.name)) {
        faults.add("modes: there are two named '%s'".formatted(mode.name));
      }
      ModeFaults.add(mode, faults);
    }
    return faults;
  }
}
