package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import omgservers.registry.model.RegistryCheck;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Scope;

/** When the registry is compared with what we know, and what that found: in the directory. */
@ApplicationScoped
@Transactional
class CheckLog {
  private final RegistryCheck checks;
  private final Authorization authorization;
  private final Settings settings;
  private final Time time;

  @Inject
  CheckLog(RegistryCheck checks, Authorization authorization, Settings settings, Time time) {
    this.checks = checks;
    this.authorization = authorization;
    this.settings = settings;
    this.time = time;
  }

  protected CheckLog() {
    this(null, null, null, null);
  }

  RegistryCheck.Last read(Caller caller) {
    authorization.staffToRead(caller);
    return checks.last();
  }

  void demand(Caller caller) {
    authorization.staffToWrite(caller, Scope.VERSIONS);
    checks.dueAt(time.now());
  }

  /** Whether it is this instance's turn. */
  boolean take() {
    Instant now = time.now();
    return checks.take(now, now.plus(settings.registryCheck()));
  }

  Instant dueAt() {
    return checks.last().dueAt();
  }

  void made(String fault, String report) {
    checks.made(time.now(), fault, report);
  }
}
