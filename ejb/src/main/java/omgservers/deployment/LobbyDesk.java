package omgservers.deployment;

import jakarta.json.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import omgservers.deployment.model.Deployment;
import omgservers.deployment.model.Lobby;

/** A deployment while it is looked at; the clients are counted as they are seated. */
record LobbyDesk(
    Deployment deployment,
    DeploymentConfig config,
    JsonValue versionConfig,
    List<Lobby> lobbies,
    Map<Long, Long> clients) {

  Stream<Lobby> in(Lobby.State state) {
    return lobbies.stream().filter(lobby -> lobby.state() == state);
  }

  long clientsOf(Lobby lobby) {
    return clients.getOrDefault(lobby.id(), 0L);
  }

  int room() {
    return config.lobby().maxAssignments();
  }

  boolean isActive() {
    return deployment.state() == Deployment.State.ACTIVE;
  }

  boolean isDraining() {
    return deployment.state() == Deployment.State.DRAINING;
  }

  boolean isEmpty() {
    return lobbies.stream().allMatch(lobby -> clientsOf(lobby) == 0);
  }

  /** The emptiest lobby that has room. */
  Optional<Lobby> emptiest() {
    return in(Lobby.State.READY)
        .filter(lobby -> clientsOf(lobby) < room())
        .min(Comparator.comparingLong(this::clientsOf));
  }

  /** How many lobbies to open for those who wait, and to keep the wanted number. */
  long missing(int waiting, int lobbiesMax) {
    long coming = in(Lobby.State.PENDING).count();
    long open = coming + in(Lobby.State.READY).count();
    long needed = (waiting + room() - 1L) / room() - coming;
    long kept = isActive() ? config.minLobbies() - open : 0;
    long max = (long) Math.min(config.maxLobbies(), lobbiesMax) - lobbies.size();
    return Math.max(0, Math.min(Math.max(needed, kept), max));
  }

  /** The empty lobbies beyond the wanted number. */
  List<Lobby> surplus() {
    long kept = isActive() ? config.minLobbies() : 0;
    long surplus = Math.max(0, in(Lobby.State.READY).count() - kept);
    return in(Lobby.State.READY).filter(lobby -> clientsOf(lobby) == 0).limit(surplus).toList();
  }
}
