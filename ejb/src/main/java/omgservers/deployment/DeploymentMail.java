package omgservers.deployment;

import omgservers.shared.outbox.Mail;

/** What a deployment is told by its clients, and what it tells them. */
public interface DeploymentMail {
  /** The client wants a lobby. */
  record LobbyWanted(long receiver, long client) implements Mail {}

  /** The client needs no lobby any more. */
  record ClientLeft(long receiver, long client) implements Mail {}

  /** To a client: the deployment is closed, there is no lobby. */
  record NoLobby(long receiver) implements Mail {}

  /** To a client: the deployment was removed with its stage, and so is the player. */
  record StageGone(long receiver) implements Mail {}
}
