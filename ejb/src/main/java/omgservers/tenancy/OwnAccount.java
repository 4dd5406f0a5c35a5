package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.Revocations;
import omgservers.shared.security.Secrets;

/** What people do with their own account. */
@ApplicationScoped
public class OwnAccount {
  private final OwnAccountSteps steps;
  private final SignIns signIns;
  private final Directory directory;
  private final Revocations revocations;

  /** One's own account by these steps. */
  @Inject
  public OwnAccount(
      OwnAccountSteps steps, SignIns signIns, Directory directory, Revocations revocations) {
    this.steps = steps;
    this.signIns = signIns;
    this.directory = directory;
    this.revocations = revocations;
  }

  protected OwnAccount() {
    this(null, null, null, null);
  }

  /** The caller's account. */
  public AccountFact get(Caller caller) {
    return steps.get(caller);
  }

  /** Another password for the caller, who knows the present one; all tokens so far end. */
  public void changePassword(Caller caller, String current, String fresh) {
    Authorization.requireNoKey(caller);
    List<String> names =
        directory.names(List.of(caller.userId())).getOrDefault(caller.userId(), List.of());
    Passwords.requireGood("fresh", fresh, names);
    SignInSteps.Known known = steps.known(caller);
    signIns.confirm(known, current);
    if (fresh.equals(current)) {
      throw Refusal.field("fresh", "must not be the current password");
    }
    steps.change(caller, known.secret(), Secrets.hashChosen(fresh));
    revocations.revoke(caller.userId());
  }

  /** All tokens of the caller end; with an API key those that were made with it. */
  public void signOut(Caller caller) {
    Long key = caller.limits().keyId();
    steps.signOut(caller);
    revocations.revoke(key == null ? caller.userId() : key);
  }
}
