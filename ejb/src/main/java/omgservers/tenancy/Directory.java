package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
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
  private final Time time;

  /** Look-ups of these names. */
  @Inject
  public Directory(Names names, Time time) {
    this.names = names;
    this.time = time;
  }

  protected Directory() {
    this(null, null);
  }

  /** The id of the tenant that is given by id or name. */
  public long tenant(String idOrName) {
    return id(Names.Kind.TENANT, idOrName);
  }

  /** The id of the user that is given by id or name. */
  public long user(String idOrName) {
    return id(Names.Kind.USER, idOrName);
  }

  private long id(Names.Kind kind, String idOrName) {
    return References.id(idOrName)
        .or(() -> names.find(kind, idOrName))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "There is no %s '%s'."
                        .formatted(kind.name().toLowerCase(java.util.Locale.ROOT), idOrName)));
  }

  /** Gives the tenant or user a name. */
  public void name(Names.Kind kind, String value, long id) {
    References.requireName(value);
    if (!names.add(kind, value, id, time.now())) {
      throw nameTaken(value);
    }
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
