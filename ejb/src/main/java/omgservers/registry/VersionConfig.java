package omgservers.registry;

import jakarta.json.JsonValue;
import jakarta.validation.Valid;
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

  /** A way to play: how many players a match has, and how they are grouped. */
  public record Mode(
      @NotBlank @Size(max = 64) String name,
      @NotNull @Positive Integer minPlayers,
      @NotNull @Positive Integer maxPlayers,
      @NotNull @NotEmpty @Size(max = GROUPS_MAX) List<@NotNull @Valid Group> groups) {}

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
      check(mode, faults);
    }
    return faults;
  }

  private static void check(Mode mode, List<String> faults) {
    String where = "mode '%s': ".formatted(mode.name);
    if (mode.minPlayers > mode.maxPlayers) {
      faults.add(
          where
              + "min_players %d is more than max_players %d"
                  .formatted(mode.minPlayers, mode.maxPlayers));
    }
    Set<String> names = new HashSet<>();
    long mins = 0;
    long maxs = 0;
    for (Group group : mode.groups) {
      if (!names.add(group.name)) {
        faults.add(where + "there are two groups named '%s'".formatted(group.name));
      }
      if (group.minPlayers > group.maxPlayers) {
        faults.add(
            where
                + "group '%s': min_players %d is more than max_players %d"
                    .formatted(group.name, group.minPlayers, group.maxPlayers));
      }
      mins += group.minPlayers;
      maxs += group.maxPlayers;
    }
    if (mins > mode.maxPlayers) {
      faults.add(
          where + "the groups need %d players, max_players is %d".formatted(mins, mode.maxPlayers));
    }
    if (maxs < mode.minPlayers) {
      faults.add(
          where + "the groups hold %d players, min_players is %d".formatted(maxs, mode.minPlayers));
    }
  }
}
