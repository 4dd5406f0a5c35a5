package omgservers.tenancy.rest;

import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import omgservers.shared.rest.Preconditions;
import omgservers.tenancy.AccountFact;
import omgservers.tenancy.model.AccountState;
import omgservers.tenancy.model.Role;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An account of someone who administers. */
public record AccountView(
    Long id,
    Role role,
    List<String> aliases,
    AccountState state,
    Instant created,
    @Schema(nullable = true) Instant lockedUntil,
    int version) {
  static AccountView of(AccountFact account, List<String> aliases) {
    return new AccountView(
        account.id(),
        account.role(),
        aliases,
        account.state(),
        account.created(),
        account.lockedUntil(),
        account.version());
  }

  /** The answer with this view and its tag. */
  Response response() {
    return Response.ok(this).tag(Preconditions.tag(version)).build();
  }
}
