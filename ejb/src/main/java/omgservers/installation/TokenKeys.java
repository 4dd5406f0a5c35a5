package omgservers.installation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import omgservers.shared.audit.Audit;
import omgservers.shared.security.Tokens;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Scope;

/** The keys with which the installation signs tokens. */
@ApplicationScoped
@Transactional
public class TokenKeys {
  private final Tokens tokens;
  private final Authorization authorization;
  private final Audit audit;

  /** The keys of these tokens. */
  @Inject
  public TokenKeys(Tokens tokens, Authorization authorization, Audit audit) {
    this.tokens = tokens;
    this.authorization = authorization;
    this.audit = audit;
  }

  protected TokenKeys() {
    this(null, null, null);
  }

  /** All keys, newest first. */
  public List<Tokens.KeyFact> all(Caller caller) {
    authorization.staffToRead(caller);
    return tokens.keys();
  }

  /** Makes a key that takes over from the present one after a while. */
  public Tokens.KeyFact renew(Caller caller) {
    authorization.admin(caller, Scope.ACCOUNTS);
    Authorization.requireNoKey(caller);
    String id = tokens.renew();
    Tokens.KeyFact made =
        tokens.keys().stream().filter(key -> key.id().equals(id)).findFirst().orElseThrow();
    audit.record(caller.actor(), "signing-key.create", new Audit.Subject(null, null), null, made);
    return made;
  }
}
