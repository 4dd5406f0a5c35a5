package omgservers.tenancy.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A second way into an account, for programs: limited to scopes, perhaps to one tenant, and always
 * to a time. It is never changed, only deleted.
 */
@Entity
@Table(name = "api_key")
public class ApiKey {
  /** How long a key lives when nobody says. */
  public static final Duration LIFE_DEFAULT = Duration.ofDays(90);

  /** No key lives longer than this. */
  public static final Duration LIFE_MAX = Duration.ofDays(366);

  /** A use is written down once in this time at most. */
  public static final Duration USE_PAUSE = Duration.ofMinutes(5);

  @Id private long id;

  @Column(name = "user_id")
  private long userId;

  private String name;
  private String scopes;

  @Column(name = "tenant_id")
  private Long tenantId;

  private String secret;
  private Instant created;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "last_used")
  private Instant lastUsed;

  protected ApiKey() {}

  /** What a key opens: its scopes, the only tenant if there is one, and until when. */
  public record Reach(Set<Scope> scopes, Long tenantId, Instant expiresAt) {
    /** The scopes do not change any more. */
    public Reach {
      scopes = Set.copyOf(scopes);
    }
  }

  /** A key of the user under this name, whose text has this salted hash. */
  public ApiKey(long id, long userId, String name, Reach reach, String secret, Instant created) {
    this.id = id;
    this.userId = userId;
    this.name = name;
    this.scopes = written(reach.scopes);
    this.tenantId = reach.tenantId;
    this.expiresAt = reach.expiresAt;
    this.secret = secret;
    this.created = created;
  }

  private static String written(Collection<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::name).collect(Collectors.joining(" "));
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The account that it opens. */
  public long userId() {
    return userId;
  }

  /** How its owner calls it. */
  public String name() {
    return name;
  }

  /** What it may be used for. */
  public Set<Scope> scopes() {
    return Arrays.stream(scopes.split(" ", -1))
        .map(Scope::valueOf)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
  }

  /** The only tenant that it opens, when it is for one. */
  public Optional<Long> tenantId() {
    return Optional.ofNullable(tenantId);
  }

  /** The salted hash of its text. */
  public String secret() {
    return secret;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** When it ends. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** Whether it has not ended yet. */
  public boolean isGood(Instant now) {
    return expiresAt.isAfter(now);
  }

  /** When it was used last, roughly. */
  public Optional<Instant> lastUsed() {
    return Optional.ofNullable(lastUsed);
  }

  /** It was used; writing that down each time would cost a write per sign-in. */
  public void used(Instant now) {
    if (lastUsed == null || !lastUsed.plus(USE_PAUSE).isAfter(now)) {
      lastUsed = now;
    }
  }
}
