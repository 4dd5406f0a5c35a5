package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import omgservers.deployment.model.Deployment;
import omgservers.deployment.model.Deployments;
import omgservers.deployment.model.Lobby;
import omgservers.deployment.model.LobbySeat;
import omgservers.matchmaking.MatchmakingMail;
import omgservers.registry.Versioning;
import omgservers.registry.model.ImageQualifier;
import omgservers.runtime.RuntimeConfig;
import omgservers.runtime.RuntimeMail;
import omgservers.runtime.RuntimeNews;
import omgservers.runtime.model.RuntimePurpose;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.sharding.Ids;
import omgservers.shared.work.DueRows;

/**
 * One transaction on a deployment: seats who waits, opens the lobbies it needs, closes the rest.
 */
@ApplicationScoped
@Transactional
class DeploymentStep {
  /** An empty lobby stays at least this long, so that players who come and go find it open. */
  static final Duration LOBBY_GRACE = Duration.ofSeconds(16);

  private final Deployments deployments;
  private final Versioning versions;
  private final Outbox outbox;
  private final DeploymentStaff staff;

  private final DueRows dueRows;
  private final Settings settings;
  private final Ids ids;

  @Inject
  DeploymentStep(
      Deployments deployments,
      Versioning versions,
      Outbox outbox,
      DeploymentStaff staff,
      DueRows dueRows,
      Settings settings,
      Ids ids) {
    this.deployments = deployments;
    this.versions = versions;
    this.outbox = outbox;
    this.staff = staff;
    this.dueRows = dueRows;
    this.settings = settings;
    this.ids = ids;
  }

  protected DeploymentStep() {
    this(null, null, null, null, null, null, null);
  }

  void look(int shard, long id) {
    if (!dueRows.take(DeploymentReconciliation.TABLE, shard, id, staff.now())) {
      return;
    }
    Deployment deployment = deployments.lock(id).orElseThrow();
    LobbyDesk desk = desk(deployment);
    List<LobbySeat> waiting = new ArrayList<>(deployments.waiting(id));
    if (isOver(desk, waiting)) {
      end(desk, waiting);
      return;
    }
    waiting.removeIf(seat -> seat(desk, seat));
    if (deployment.mayOpen(staff.now())) {
      long missing = desk.missing(waiting.size(), Deployments.LOBBIES_MAX);
      if (deployment.failures() > 0) {
        // One shows whether they come up again.
        missing = Math.min(missing, 1);
      }
      for (long i = 0; i < missing; i++) {
        open(desk);
      }
    }
    Optional<Instant> closing = waiting.isEmpty() ? closeSurplus(desk) : Optional.empty();
    if (desk.isDraining() && !deployment.isMatchmakerIdle()) {
      outbox.send(new MatchmakingMail.Drain(deployment.matchmakerId()));
    }
    deployment.stepped(next(desk, closing));
  }

  private LobbyDesk desk(Deployment deployment) {
    String config = versions.version(deployment.tenantId(), deployment.versionId()).config();
    List<Lobby> lobbies = new ArrayList<>();
    Map<Long, Long> clients = new HashMap<>();
    for (Deployments.Filling filling : deployments.lobbies(deployment.id())) {
      lobbies.add(filling.lobby());
      clients.put(filling.lobby().id(), filling.clients());
    }
    return new LobbyDesk(
        deployment,
        Json.read(deployment.config(), DeploymentConfig.class),
        Json.value(config),
        lobbies,
        clients);
  }

  /** A draining deployment is over when nobody is left, or at its deadline. */
  private boolean isOver(LobbyDesk desk, List<LobbySeat> waiting) {
    if (!desk.isDraining()) {
      return false;
    }
    boolean empty = waiting.isEmpty() && desk.deployment().isMatchmakerIdle() && desk.isEmpty();
    return empty || !deadline(desk.deployment()).isAfter(staff.now());
  }

  private Instant deadline(Deployment deployment) {
    Instant drained = deployment.drainingSince().orElseThrow().plus(settings.deploymentDrain());
    return deployment.endsBy().filter(drained::isAfter).orElse(drained);
  }

  private void end(LobbyDesk desk, List<LobbySeat> waiting) {
    for (LobbySeat seat : waiting) {
      deployments.remove(seat);
      outbox.send(new DeploymentMail.NoLobby(seat.clientId()));
    }
    Deployment deployment = desk.deployment();
    if (waiting.size() == Deployments.SEATS_MAX) {
      deployment.stepped(staff.now());
      return;
    }
    deployment.close(staff.now());
    outbox.send(new MatchmakingMail.Close(deployment.matchmakerId()));
    String reason = "Its deployment was closed. " + deployment.endReason().orElse("");
    desk.lobbies().forEach(lobby -> close(lobby, reason.strip()));
  }

  /** Seats the client in the emptiest lobby that has room; false when there is none. */
  private boolean seat(LobbyDesk desk, LobbySeat seat) {
    Optional<Lobby> best = desk.emptiest();
    best.ifPresent(
        lobby -> {
          seat.take(lobby.id());
          desk.clients().merge(lobby.id(), 1L, Long::sum);
          outbox.send(
              new RuntimeNews.Moves(
                  seat.clientId(),
                  desk.deployment().id(),
                  lobby.runtimeId(),
                  RuntimeQualifier.LOBBY,
                  RuntimeConfig.lobby(desk.versionConfig(), lobby.id()),
                  null));
        });
    return best.isPresent();
  }

  private void open(LobbyDesk desk) {
    Deployment deployment = desk.deployment();
    Lobby lobby =
        new Lobby(ids.beside(deployment.id()), deployment.id(), ids.anywhere(), staff.now());
    deployments.add(lobby);
    desk.lobbies().add(lobby);
    RuntimePurpose purpose =
        new RuntimePurpose(
            deployment.tenantId(),
            deployment.stageId(),
            deployment.id(),
            deployment.versionId(),
            deployment.matchmakerId(),
            lobby.id(),
            RuntimeQualifier.LOBBY,
            null);
    String image = versions.imageFor(deployment.versionId(), ImageQualifier.LOBBY).orElseThrow();
    outbox.send(
        new RuntimeMail.Open(
            lobby.runtimeId(),
            purpose,
            image,
            RuntimeConfig.lobby(desk.versionConfig(), lobby.id()),
            desk.config().lobby().limits()));
  }

  /** Closes empty lobbies beyond the wanted number; says when the next one may be closed. */
  private Optional<Instant> closeSurplus(LobbyDesk desk) {
    Duration life = Duration.ofSeconds(desk.config().lobby().minLifetime());
    Duration least = life.compareTo(LOBBY_GRACE) > 0 ? life : LOBBY_GRACE;
    Stream.Builder<Instant> later = Stream.builder();
    for (Lobby lobby : desk.surplus()) {
      Instant earliest = lobby.created().plus(least);
      if (earliest.isAfter(staff.now())) {
        later.add(earliest);
      } else {
        close(lobby, "The lobby was empty.");
      }
    }
    return later.build().min(Comparator.naturalOrder());
  }

  private void close(Lobby lobby, String reason) {
    if (lobby.state() != Lobby.State.CLOSED) {
      lobby.close();
      outbox.send(new RuntimeMail.Close(lobby.runtimeId(), reason));
    }
  }

  private Instant next(LobbyDesk desk, Optional<Instant> closing) {
    Optional<Instant> deadline =
        desk.isDraining() ? Optional.of(deadline(desk.deployment())) : Optional.empty();
    Optional<Instant> retry = desk.deployment().retryAt().filter(staff.now()::isBefore);
    return Stream.of(deadline, retry, closing)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
