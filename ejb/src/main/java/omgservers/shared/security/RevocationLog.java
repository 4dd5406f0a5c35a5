package omgservers.shared.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import omgservers.shared.security.model.RevokedTokens;
import omgservers.shared.security.model.RevokedTokens.Revoked;

/** The directory's list of revocations, each look at it a transaction. */
@ApplicationScoped
@Transactional
class RevocationLog {
  private final RevokedTokens revokedTokens;

  @Inject
  RevocationLog(RevokedTokens revokedTokens) {
    this.revokedTokens = revokedTokens;
  }

  protected RevocationLog() {
    this(null);
  }

  void add(Revoked revoked) {
    revokedTokens.add(revoked);
  }

  List<Revoked> after(Instant moment) {
    return revokedTokens.after(moment);
  }

  void prune(Instant before) {
    revokedTokens.prune(before);
  }
}
