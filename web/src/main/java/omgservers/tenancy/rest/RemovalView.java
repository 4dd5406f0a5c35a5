package omgservers.tenancy.rest;

import java.time.Instant;
import omgservers.removal.model.Left;

/** How a deletion goes on: since when, how much is left, and what it waits for. */
public record RemovalView(Instant since, Rest left, String reason) {
  /** How much is left. */
  public record Rest(
      int deployments,
      int runtimes,
      int clients,
      int players,
      int versions,
      int stages,
      int projects) {
    static Rest of(Left left) {
      return new Rest(
          (int) left.deployments(),
          (int) left.runtimes(),
          (int) left.clients(),
          (int) left.players(),
          (int) left.versions(),
          (int) left.stages(),
          (int) left.projects());
    }
  }
}
