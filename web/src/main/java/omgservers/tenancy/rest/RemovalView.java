package omgservers.tenancy.rest;

import java.time.Instant;
import omgservers.removal.model.Left;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a deletion goes on: since when, how much is left, and what it waits for. */
public record RemovalView(Instant since, Rest left, @Schema(nullable = true) String reason) {
  /** How much is left. */
  public record Rest(
      int deployments,
      int runtimes,
      int clients,
      int players,
      int versions,
      int stages,
      int projects,
      int builds) {
    static Rest of(Left left) {
      return new Rest(
          (int) left.deployments(),
          (int) left.runtimes(),
          (int) left.clients(),
          (int) left.players(),
          (int) left.versions(),
          (int) left.stages(),
          (int) left.projects(),
          (int) left.builds());
    }
  }
}
