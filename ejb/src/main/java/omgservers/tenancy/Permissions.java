package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import omgservers.shared.audit.Audit;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Ids;
import omgservers.tenancy.model.Permission;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.model.Tenants;

/** What developers may do with tenants, projects and stages. */
@ApplicationScoped
@Transactional
public class Permissions {
  private final Tenants tenants;
  private final Standing standing;
  private final Authorization authorization;
  private final Audit audit;
  private final Ids ids;
  private final Time time;

  /** Permissions in these tenants. */
  @Inject
  public Permissions(
      Tenants tenants,
      Standing standing,
      Authorization authorization,
      Audit audit,
      Ids ids,
      Time time) {
    this.tenants = tenants;
    this.standing = standing;
    this.authorization = authorization;
    this.audit = audit;
    this.ids = ids;
    this.time = time;
  }

  protected Permissions() {
    this(null, null, null, null, null, null);
  }

  /** A tenant, a project or a stage: what a permission is about, and who may give it away. */
  public record Ground(long tenantId, long entityId, Kind kind, Right.Grant givenBy) {
    /** The tenant. */
    public static Ground tenant(long tenant) {
      return new Ground(tenant, tenant, Kind.TENANT, null);
    }

    /** The project. */
    public static Ground project(long tenant, long project) {
      return new Ground(tenant, project, Kind.PROJECT, Right.PROJECT_MANAGER.on(tenant));
    }

    /** The stage of the project. */
    public static Ground stage(Tenancy.Place place) {
      return new Ground(
          place.tenantId(), place.stageId(), Kind.STAGE, Right.STAGE_MANAGER.on(place.projectId()));
    }
  }

  /** What a permission can be about. */
  public enum Kind {
    /** A tenant. */
    TENANT,
    /** A project. */
    PROJECT,
    /** A stage. */
    STAGE;

    /** The rights that exist on things of this kind. */
    public Set<Right> rights() {
      return switch (this) {
        case TENANT -> Set.of(Right.PROJECT_MANAGER, Right.TENANT_VIEWER);
        case PROJECT -> Set.of(Right.STAGE_MANAGER, Right.VERSION_MANAGER, Right.PROJECT_VIEWER);
        case STAGE -> Set.of(Right.DEPLOYMENT_MANAGER, Right.STAGE_VIEWER);
      };
    }
  }

  /** Gives the developer the rights as well; those that are new are returned. */
  public List<Right> give(Caller caller, Ground ground, long user, Set<Right> rights) {
    authorization.staffToWrite(caller, Scope.TENANCY);
    hold(ground);
    Set<Right> before = held(ground, user);
    Set<Right> after = new TreeSet<>(before);
    after.addAll(rights);
    return change(caller, ground, user, after).given();
  }

  /** Takes the rights from the developer; those that were there are returned. */
  public List<Right> take(Caller caller, Ground ground, long user, Set<Right> rights) {
    authorization.staffToWrite(caller, Scope.TENANCY);
    Set<Right> after = new TreeSet<>(held(ground, user));
    after.removeAll(rights);
    return change(caller, ground, user, after).taken();
  }

  /** The developer has exactly these rights from now on. */
  public void set(Caller caller, Ground ground, long user, Set<Right> rights) {
    requireGiver(caller, ground);
    for (Right right : rights) {
      if (!ground.kind.rights().contains(right)) {
        throw Refusal.field("rights", "must not hold " + right + " here");
      }
    }
    if (!rights.isEmpty()) {
      hold(ground);
    }
    change(caller, ground, user, rights);
  }

  /** Fails unless the caller may give rights on the ground to others. */
  public void requireGiver(Caller caller, Ground ground) {
    if (ground.givenBy == null) {
      authorization.requireTenant(caller, ground.tenantId);
      authorization.staffToWrite(caller, Scope.TENANCY);
    } else {
      authorization.toWrite(caller, Scope.TENANCY, ground.tenantId, ground.givenBy);
    }
  }

  /** Rights on what is being deleted, or lies below it, are not given any more. */
  private void hold(Ground ground) {
    long tenant = ground.tenantId;
    switch (ground.kind) {
      case TENANT -> standing.hold(tenant);
      case PROJECT -> standing.holdProject(tenant, ground.entityId);
      case STAGE -> {
        long project =
            tenants
                .stage(tenant, ground.entityId)
                .orElseThrow(() -> Refusal.notFound("There is no stage " + ground.entityId + "."))
                .projectId();
        standing.holdStage(new Tenancy.Place(tenant, project, ground.entityId));
      }
    }
  }

  private record Change(List<Right> given, List<Right> taken) {}

  private Change change(Caller caller, Ground ground, long user, Set<Right> after) {
    Change change = new Change(new ArrayList<>(), new ArrayList<>());
    Set<Right> before = new TreeSet<>();
    for (Permission permission : tenants.permissionsOf(ground.entityId, user)) {
      before.add(permission.permission());
      if (!after.contains(permission.permission())) {
        tenants.remove(ground.tenantId, permission);
        change.taken.add(permission.permission());
      }
    }
    for (Right right : after) {
      if (!before.contains(right)) {
        permit(ground, user, right);
        change.given.add(right);
      }
    }
    if (!change.given.isEmpty() || !change.taken.isEmpty()) {
      String who = Long.toString(user);
      audit.record(
          caller.actor(),
          "permissions.change",
          Audit.Subject.of(ground.tenantId, ground.entityId),
          Map.of("user_id", who, "rights", before),
          Map.of("user_id", who, "rights", new TreeSet<>(after)));
    }
    return change;
  }

  private void permit(Ground ground, long user, Right right) {
    if (tenants.permissions(ground.entityId).size() >= Tenants.PERMISSIONS_MAX) {
      throw Refusal.conflict(
          Qualifier.LIMIT_REACHED,
          "There are at most " + Tenants.PERMISSIONS_MAX + " permissions on one thing.");
    }
    long id = ids.beside(ground.tenantId);
    tenants.add(id, new Permission(id, ground.tenantId, ground.entityId, user, right, time.now()));
  }

  private Set<Right> held(Ground ground, long user) {
    Set<Right> rights = new TreeSet<>();
    tenants.permissionsOf(ground.entityId, user).forEach(it -> rights.add(it.permission()));
    return rights;
  }

  /** Who has which rights on the ground, by user id; readable with one of the grants. */
  public Map<Long, Set<Right>> list(Caller caller, Ground ground, Right.Grant... readers) {
    authorization.toRead(caller, ground.tenantId, readers);
    Map<Long, Set<Right>> holders = new TreeMap<>();
    tenants
        .permissions(ground.entityId)
        .forEach(
            it ->
                holders.computeIfAbsent(it.userId(), user -> new TreeSet<>()).add(it.permission()));
    return holders;
  }
}
