package omgservers.registry;

import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A rule of a mode: whom a ticket accepts, and whom else when it has waited for some time.
 *
 * @param attribute what it compares; for DISTANCE and EQUAL
 * @param max how far numbers may be apart, for DISTANCE; milliseconds, for LATENCY
 * @param minutes how long ago a match with the same players may not have begun; for REMATCH
 * @param regions where matches are played; for LATENCY
 * @param otherwise what stands for an attribute that a ticket does not have; without it such a
 *     ticket is refused
 * @param widen what holds later
 */
@JsonbNillable(false)
public record ModeRule(
    @NotNull Kind kind,
    @Size(max = 64) @Schema(nullable = true) String attribute,
    @PositiveOrZero @Schema(nullable = true) Double max,
    @Positive @Schema(nullable = true) Integer minutes,
    @Size(max = ModeRule.REGIONS_MAX) @Schema(nullable = true)
        List<@NotBlank @Size(max = 64) String> regions,
    @Schema(nullable = true) JsonValue otherwise,
    @Size(max = ModeRule.STEPS_MAX) @Schema(nullable = true) List<@NotNull @Valid Step> widen) {
  /** A rule about latency knows at most this many regions. */
  public static final int REGIONS_MAX = 16;

  /** A rule widens at most this often. */
  public static final int STEPS_MAX = 16;

  /** A rematch can be ruled out for a day at most. */
  public static final int MINUTES_MAX = 1_440;

  /** Rematches can be ruled out in modes of at most this many players. */
  public static final int REMATCH_PLAYERS_MAX = 32;

  /** What a rule compares. */
  public enum Kind {
    /** Numbers that are not far apart. */
    DISTANCE,
    /** Texts that are the same. */
    EQUAL,
    /** A region that everybody reaches fast enough. */
    LATENCY,
    /** Players who have not just played each other. */
    REMATCH
  }

  /**
   * What holds from some age of a ticket on.
   *
   * @param max the wider limit; without one the rule holds no longer
   * @param minutes the shorter time, for REMATCH; without one the rule holds no longer
   */
  @JsonbNillable(false)
  public record Step(
      @NotNull @Positive Integer afterSeconds,
      @PositiveOrZero @Schema(nullable = true) Double max,
      @PositiveOrZero @Schema(nullable = true) Integer minutes) {}

  /** How it widens. */
  public List<Step> steps() {
    return widen == null ? List.of() : widen;
  }
}
