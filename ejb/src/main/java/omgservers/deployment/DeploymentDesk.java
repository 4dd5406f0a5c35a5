package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import omgservers.deployment.model.Deployment;
import omgservers.deployment.model.Deployments;
import omgservers.deployment.model.Lobby;
import omgservers.deployment.model.LobbySeat;
import omgservers.matchmaking.MatchmakingMail;
import omgservers.registry.VersionChange;
import omgservers.runtime.RuntimeNews;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.shared.outbox.Coming;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.work.Pauses;

/** Receives what deployments are told, in the transaction of the delivery. */
@ApplicationScoped
class DeploymentDesk {
  private final Deployments deployments;
  private final DeploymentStaff staff;
  private final Outbox outbox;
  private final Settings settings;

  @Inject
  DeploymentDesk(Deployments deployments, DeploymentStaff staff, Outbox outbox, Settings settings) {
    this.deployments = deployments;
    this.staff = staff;
    this.outbox = outbox;
    this.settings = settings;
  }

  protected DeploymentDesk() {
    this(null, null, null, null);
  }

  /** A version that is deployed is not taken apart. */
  void guard(@Observes VersionChange change) {
    List<String> stages =
        deployments.places(change.tenantId(), List.of(change.versionId())).stream()
            .map(place -> Long.toString(place.stage()))
            .toList();
    if (!stages.isEmpty()) {
      throw Refusal.conflict(
          Qualifier.WRONG_VERSION_STATE,
          "The version is deployed on: stage " + String.join(", ", stages) + ".");
    }
  }

  void coming(@Observes Coming letters) {
    List<Long> leaving =
        letters.ids(DeploymentMail.ClientLeft.class, DeploymentMail.ClientLeft::client);
    if (leaving.size() > 1) {
      deployments.readSeats(letters.shard(), leaving);
    }
  }

  void wanted(@Observes DeploymentMail.LobbyWanted mail) {
    long id = mail.receiver();
    Optional<Deployment> found = deployments.find(id);
    if (found.isEmpty()) {
      outbox.send(new DeploymentMail.StageGone(mail.client()));
      return;
    }
    if (found.get().state() == Deployment.State.CLOSED) {
      outbox.send(new DeploymentMail.NoLobby(mail.client()));
      return;
    }
    deployments
        .seat(id, mail.client())
        .ifPresentOrElse(
            LobbySeat::lose, () -> deployments.add(new LobbySeat(mail.client(), id, staff.now())));
    staff.look(id);
  }

  void left(@Observes DeploymentMail.ClientLeft mail) {
    deployments.seat(mail.receiver(), mail.client()).ifPresent(deployments::remove);
    staff.look(mail.receiver());
  }

  void idle(@Observes MatchmakingMail.Idle mail) {
    staff.change(mail.receiver(), Deployment::matchmakerIdle);
  }

  void failing(@Observes MatchmakingMail.Failing mail) {
    staff.change(
        mail.receiver(), deployment -> deployment.degradeMatches(mail.reason(), staff.now()));
  }

  void recovered(@Observes MatchmakingMail.Recovered mail) {
    staff.change(mail.receiver(), Deployment::matchesCameUp);
  }

  void cameUp(@Observes RuntimeNews.CameUp mail) {
    if (mail.qualifier() == RuntimeQualifier.LOBBY) {
      deployments.lobby(mail.part()).ifPresent(Lobby::ready);
      staff.change(mail.receiver(), Deployment::lobbyCameUp);
    }
  }

  void ended(@Observes RuntimeNews.Ended mail) {
    if (mail.qualifier() == RuntimeQualifier.LOBBY) {
      deployments.lobby(mail.part()).ifPresent(deployments::remove);
      staff.change(mail.receiver(), deployment -> note(deployment, mail));
    }
  }

  private void note(Deployment deployment, RuntimeNews.Ended mail) {
    if (!mail.cameUp()) {
      int failures = deployment.failures() + 1;
      boolean degraded = failures >= settings.deploymentFailures();
      var pause = degraded ? settings.deploymentDegradedPause() : Pauses.after(failures);
      deployment.lobbyFailed(mail.reason(), staff.now().plus(pause));
      if (degraded) {
        deployment.degradeLobbies(mail.reason(), staff.now());
      }
    }
  }
}
