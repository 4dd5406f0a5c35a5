package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.audit.Audit;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.Secrets;
import omgservers.shared.sharding.Ids;
import omgservers.tenancy.model.Account;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Scope;

/** Creates users. */
@ApplicationScoped
@Transactional
public class Users {
  private final Accounts accounts;
  private final Authorization authorization;
  private final Audit audit;
  private final Ids ids;
  private final Time time;

  /** Users with these accounts. */
  @Inject
  public Users(Accounts accounts, Authorization authorization, Audit audit, Ids ids, Time time) {
    this.accounts = accounts;
    this.authorization = authorization;
    this.audit = audit;
    this.ids = ids;
    this.time = time;
  }

  protected Users() {
    this(null, null, null, null, null);
  }

  /** A new user and the password that nobody will see again. */
  public record Credentials(long userId, String password) {}

  /** A player; anyone may become one. */
  public Credentials createPlayer() {
    return create(Role.PLAYER);
  }

  /** A developer without permissions. */
  public Credentials createDeveloper(Caller caller) {
    authorization.staffToWrite(caller, Scope.ACCOUNTS);
    Credentials created = create(Role.DEVELOPER);
    audit.record(
        caller.actor(),
        "account.create",
        Audit.Subject.of(created.userId),
        null,
        Map.of("role", Role.DEVELOPER));
    return created;
  }

  private Credentials create(Role role) {
    String password = Secrets.password();
    long id = ids.anywhere();
    accounts.add(new Account(id, role, Secrets.hashGenerated(password), time.now()));
    return new Credentials(id, password);
  }

  /** One of the first users of the installation, with a password that its operator chose. */
  public void createFirst(long id, Role role, String password) {
    if (accounts.find(id).isEmpty()) {
      accounts.add(new Account(id, role, Secrets.hashChosen(password), time.now()));
    }
  }

  /** Fails unless the user exists and has the role. */
  public void require(long id, Role role) {
    if (accounts.find(id).filter(account -> account.role() == role).isEmpty()) {
      throw Refusal.notFound("There is no " + role.group() + " " + id + ".");
    }
  }

  /** The role of the user, if there is one of this id. */
  public Optional<Role> role(long id) {
    return accounts.find(id).map(Account::role);
  }
}
