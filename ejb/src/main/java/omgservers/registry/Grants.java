package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.RegistryAccess;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Standing;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/** What callers may do with the images of a project: what they may do with its versions. */
@ApplicationScoped
@Transactional
class Grants {
  private final Authorization authorization;
  private final Standing standing;
  private final Quotas quotas;

  @Inject
  Grants(Authorization authorization, Standing standing, Quotas quotas) {
    this.authorization = authorization;
    this.standing = standing;
    this.quotas = quotas;
  }

  protected Grants() {
    this(null, null, null);
  }

  /** What of these actions the caller may do. */
  Set<Action> of(Caller caller, Tenancy.Place project, Predicate<Action> wanted) {
    Set<Action> granted = EnumSet.noneOf(Action.class);
    for (Action action : Action.values()) {
      if (wanted.test(action) && may(caller, project, action)) {
        granted.add(action);
      }
    }
    return granted;
  }

  private boolean may(Caller caller, Tenancy.Place project, Action action) {
    long tenant = project.tenantId();
    long id = project.projectId();
    try {
      switch (action) {
        case PULL ->
            authorization.toRead(
                caller, tenant, Right.PROJECT_VIEWER.on(id), Right.VERSION_MANAGER.on(id));
        case PUSH -> {
          authorization.toWrite(caller, Scope.VERSIONS, tenant, Right.VERSION_MANAGER.on(id));
          standing.holdProject(tenant, id);
        }
      }
      return true;
    } catch (Refusal refused) {
      return false;
    }
  }

  /** How much the tenant keeps. */
  Quotas.Usage usage(Tenancy.Place project) {
    return quotas.usage(project.tenantId());
  }

  /** How much came of the tenant that belongs to no image yet. */
  long arriving(Tenancy.Place project) {
    return quotas.arriving(project.tenantId());
  }

  /** What a developer can be granted. */
  enum Action {
    /** Fetching images. */
    PULL(RegistryAccess.PULL),
    /** Storing images. */
    PUSH(RegistryAccess.PUSH);

    private final String word;

    Action(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
