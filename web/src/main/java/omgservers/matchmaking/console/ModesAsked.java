package omgservers.matchmaking.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.deployment.Rollouts;
import omgservers.registry.VersionConfig;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;

/** Modes of deployments that pages ask about. */
@ApplicationScoped
public class ModesAsked {
  private final Rollouts rollouts;

  /** Modes of these deployments. */
  @Inject
  public ModesAsked(Rollouts rollouts) {
    this.rollouts = rollouts;
  }

  protected ModesAsked() {
    this(null);
  }

  /** A mode, who is admitted to see it, and who makes its matches. */
  public record Spot(Admission stage, long matchmaker, VersionConfig.Mode mode) {}

  /** The mode of the deployment. */
  Spot find(Admission stage, long deployment, String name) {
    Rollouts.Play play = rollouts.play(stage, deployment);
    return play.modes().stream()
        .filter(mode -> mode.name().equals(name))
        .findFirst()
        .map(mode -> new Spot(stage, play.matchmakerId(), mode))
        .orElseThrow(() -> Refusal.notFound("The deployment has no mode '" + name + "'."));
  }
}
