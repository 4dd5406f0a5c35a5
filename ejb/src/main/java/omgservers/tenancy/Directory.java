package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.audit.Audit;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.model.Alias;
import omgservers.tenancy.model.Names;

/**
 * Finds users and tenants by id or name, in transactions of its own: their rows lie on other
 * databases than their names.
 */
@ApplicationScoped
@Transactional
public class Directory {
  private final Names names;
  private final Audit audit;
  private final Time time;

  /** Look-ups of these names. */
  @Inject
  public Directory(Names names, Audit audit, Time time) {
    this.names = names;
    this.audit = audit;
    this.time = time;
  }

  protected Directory() {
    this(null, null, null);
  }

  /** The id of the tenant that is given by id or name. */
  public long tenant(String idOrName) {
    return References.id(idOrName)
        .or(() -> names.find(Names.Kind.TENANT, idOrName))
        .orElseThrow(Directory::noTenant);
  }

  /** The same words for a tenant that is not there and for one that the caller may not know of. */
  static Refusal noTenant() {
    return Refusal.notFound("tenant: there is none of this id or alias.");
  }

  /** The id of the user that is given by id or name. */
  public long user(String idOrName) {
    return id(Names.Kind.USER, idOrName);
  }

  private long id(Names.Kind kind, String idOrName) {
    return References.id(idOrName)
        .or(() -> names.find(kind, idOrName))
        .orElseThrow(
            () -> Refusal.notFound("There is no %s '%s'.".formatted(lower(kind), idOrName)));
  }

  /**
   * Gives the tenant or user a name; false when this was its name already. Whether the caller may
   * was checked where the tenant or user lies.
   */
  public boolean name(Caller caller, Names.Kind kind, String value, long id) {
    References.requireName(value);
    if (names.find(kind, value).filter(held -> held == id).isPresent()) {
      return false;
    }
    if (!names.add(kind, value, id, time.now())) {
      throw nameTaken(value);
    }
    audit.record(
        caller.actor(), operation(kind, "name"), subject(kind, id), null, Map.of("alias", value));
    return true;
  }

  /** The name stands for the tenant or user no more. */
  public void unname(Caller caller, Names.Kind kind, String value, long id) {
    if (!names.free(kind, value, id)) {
      throw Refusal.notFound("The %s %d has no alias '%s'.".formatted(lower(kind), id, value));
    }
    audit.record(
        caller.actor(), operation(kind, "unname"), subject(kind, id), Map.of("alias", value), null);
  }

  /** No name stands for the account or tenant any more; it is being removed. */
  public void unnameAll(long id) {
    names.free(id);
  }

  private static String operation(Names.Kind kind, String verb) {
    return (kind == Names.Kind.USER ? "account" : "tenant") + "." + verb;
  }

  private static Audit.Subject subject(Names.Kind kind, long id) {
    return new Audit.Subject(kind == Names.Kind.TENANT ? id : null, id);
  }

  private static String lower(Names.Kind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Fails when the name cannot be given; null can, as nothing is given then. */
  public void requireFree(Names.Kind kind, String value) {
    if (value != null) {
      References.requireName(value);
      if (names.find(kind, value).isPresent()) {
        throw nameTaken(value);
      }
    }
  }

  /** The id that the name stands for, if it stands for any. */
  public Optional<Long> find(Names.Kind kind, String value) {
    return names.find(kind, value);
  }

  /** The names of all these tenants or users. */
  public Map<Long, List<String>> names(Collection<Long> ids) {
    return names.ofAll(ids);
  }

  /** Gives the name unless it is taken, and says whether it was free. */
  public boolean tryName(Names.Kind kind, String value, long id) {
    return names.add(kind, value, id, time.now());
  }

  /** The names of the tenant or user. */
  public List<Alias> names(long id) {
    return names.of(id);
  }

  static Refusal nameTaken(String value) {
    return Refusal.invalid(Qualifier.DB_CONSTRAINT_VIOLATED, "The alias '" + value + "' is taken.");
  }
}
