package omgservers.deployment;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Map;
import omgservers.runtime.model.Limits;

/** How a deployment runs its version; what is not given has the protocol's default. */
public record DeploymentConfig(
    @PositiveOrZero Integer minLobbies,
    @Positive Integer maxLobbies,
    @Positive Integer maxMatchmakers,
    @Valid Lobby lobby,
    @Valid Match match,
    @Valid Matchmaker matchmaker) {
  private static final int LOBBY_CLIENTS = 128;
  private static final int MATCHMAKER_CLIENTS = 1024;

  /** How lobbies run. */
  public record Lobby(
      @Positive Integer maxAssignments,
      @PositiveOrZero Integer minLifetime,
      @PositiveOrZero Integer cpuLimit,
      @PositiveOrZero Integer memoryLimit) {
    Limits limits() {
      return DeploymentConfig.limits(cpuLimit, memoryLimit);
    }
  }

  /** How matches run. */
  public record Match(@PositiveOrZero Integer cpuLimit, @PositiveOrZero Integer memoryLimit) {
    Limits limits() {
      return DeploymentConfig.limits(cpuLimit, memoryLimit);
    }
  }

  private static Limits limits(Integer cpu, Integer memory) {
    return new Limits(or(cpu, 0), or(memory, 0));
  }

  /** How players are matched. */
  public record Matchmaker(
      @Positive Integer maxAssignments,
      @Positive Integer maxMatches,
      Map<String, @NotNull @Valid Mode> modes) {}

  /** How the matches of a mode are kept ready. */
  public record Mode(@PositiveOrZero Integer minMatches) {}

  /** The same configuration with every default filled in. */
  public static DeploymentConfig complete(DeploymentConfig given) {
    DeploymentConfig config =
        given == null ? new DeploymentConfig(null, null, null, null, null, null) : given;
    Lobby lobby = config.lobby == null ? new Lobby(null, null, null, null) : config.lobby;
    Match match = config.match == null ? new Match(null, null) : config.match;
    Matchmaker maker =
        config.matchmaker == null ? new Matchmaker(null, null, null) : config.matchmaker;
    return new DeploymentConfig(
        or(config.minLobbies, 0),
        or(config.maxLobbies, Integer.MAX_VALUE),
        or(config.maxMatchmakers, Integer.MAX_VALUE),
        new Lobby(
            or(lobby.maxAssignments, LOBBY_CLIENTS),
            or(lobby.minLifetime, 0),
            or(lobby.cpuLimit, 0),
            or(lobby.memoryLimit, 0)),
        new Match(or(match.cpuLimit, 0), or(match.memoryLimit, 0)),
        new Matchmaker(
            or(maker.maxAssignments, MATCHMAKER_CLIENTS),
            or(maker.maxMatches, Integer.MAX_VALUE),
            maker.modes == null ? Map.of() : maker.modes));
  }

  private static int or(Integer given, int fallback) {
    return given == null ? fallback : given;
  }
}
