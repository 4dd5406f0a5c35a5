package omgservers.tenancy.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;

/**
 * Who can sign in, with one role and one secret. ACTIVE accounts do, DISABLED ones are kept but let
 * nobody in. Wrong passwords of people are counted, and after some no password is looked at for a
 * growing pause; the right one forgets them.
 */
@Entity
public class Account {
  @Id private long id;

  @Enumerated(EnumType.STRING)
  private Role role;

  private String secret;
  private Instant created;

  @Enumerated(EnumType.STRING)
  private AccountState state;

  private int failures;

  @Column(name = "locked_until")
  private Instant lockedUntil;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Account() {}

  /** An account whose password has this salted hash. */
  public Account(long id, Role role, String secret, Instant created) {
    this.id = id;
    this.role = role;
    this.secret = secret;
    this.created = created;
    this.state = AccountState.ACTIVE;
  }

  /** Its id, the user id of the wire. */
  public long id() {
    return id;
  }

  /** Its role. */
  public Role role() {
    return role;
  }

  /** The salted hash of its password. */
  public String secret() {
    return secret;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** Whether it may be used. */
  public AccountState state() {
    return state;
  }

  /** Whether it may be used. */
  public boolean isActive() {
    return state == AccountState.ACTIVE;
  }

  /** Whether it administers; all others play. */
  public boolean isOfAPerson() {
    return Role.PEOPLE.contains(role);
  }

  /** The wrong passwords since the last right one. */
  public LockOut lockOut() {
    return new LockOut(failures, lockedUntil);
  }

  /** How often it was changed. */
  public int version() {
    return lockVersion;
  }

  /** It may be used from now on, or not any more; false when that is nothing new. */
  public boolean turn(AccountState wanted) {
    boolean fresh = state != wanted;
    state = wanted;
    return fresh;
  }

  /** A wrong password came. */
  public void refused(Instant now) {
    keep(lockOut().failed(now));
  }

  /** The right password came: the wrong ones before it are forgotten. */
  public void recognised() {
    if (failures > 0) {
      keep(LockOut.NONE);
    }
  }

  /** It has another password from now on, and nobody is locked out. */
  public void change(String hash) {
    secret = hash;
    keep(LockOut.NONE);
  }

  private void keep(LockOut lockOut) {
    failures = lockOut.failures();
    lockedUntil = lockOut.until();
  }
}
