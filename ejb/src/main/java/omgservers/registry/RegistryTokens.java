package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.RegistryAccess;
import omgservers.shared.security.Revocations;
import omgservers.shared.security.Tokens;
import omgservers.tenancy.Caller;
import omgservers.tenancy.SignIns;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Scope;

/** Tokens that the registry takes, and those with which a <code>docker login</code> goes on. */
@ApplicationScoped
public class RegistryTokens {
  private final Tokens tokens;
  private final SignIns signIns;
  private final Revocations revocations;
  private final Settings settings;
  private final Time time;

  /** Tokens signed by these. */
  @Inject
  public RegistryTokens(
      Tokens tokens, SignIns signIns, Revocations revocations, Settings settings, Time time) {
    this.tokens = tokens;
    this.signIns = signIns;
    this.revocations = revocations;
    this.settings = settings;
    this.time = time;
  }

  protected RegistryTokens() {
    this(null, null, null, null, null);
  }

  /** A token for the registry, when it was issued and for how long it is good. */
  public record Issued(String token, Instant at, Duration life) {}

  /** For the platform's own work on the repository: some of pull, push and delete. */
  public String forRepository(String repository, Set<String> actions) {
    return own(RegistryAccess.repository(repository, actions));
  }

  /** For the platform's own look at what repositories there are. */
  String forCatalog() {
    return own(RegistryAccess.catalog());
  }

  private String own(RegistryAccess access) {
    return tokens.forPlatform(List.of(access));
  }

  /** For the caller, with what was granted. */
  public Issued forCaller(Caller caller, List<RegistryAccess> granted) {
    Instant now = time.now();
    String token = tokens.forRegistry(Long.toString(caller.userId()), granted, now);
    return new Issued(token, now, settings.registryTokenLife());
  }

  /** With this the login of someone goes on, no longer than their API key. */
  public String forLogin(SignIns.Recognised who) {
    Instant now = time.now();
    Caller caller = who.caller();
    Tokens.Span span = new Tokens.Span(now, now.plus(settings.registryLoginLife()));
    return tokens.forLogin(
        new Tokens.Socket(
            Long.toString(caller.userId()),
            caller.role().group(),
            SignIns.claims(caller.userId(), caller.limits())),
        who.keyEnd() == null ? span : span.endingBy(who.keyEnd()));
  }

  /** Who goes on by such a token; it ends with the account's other tokens, and with the key. */
  public SignIns.Recognised login(String raw, Caller.Origin origin) {
    Caller caller =
        tokens
            .checkLogin(raw)
            .map(holder -> caller(holder, origin))
            .orElseThrow(RegistryTokens::over);
    return signIns.recogniseAgain(caller);
  }

  private static Refusal over() {
    return Refusal.unauthenticated("The login is over; docker login again.");
  }

  private Caller caller(Tokens.Socket holder, Caller.Origin origin) {
    long user = Long.parseLong(holder.subject());
    Role role =
        Role.PEOPLE.stream()
            .filter(it -> it.group().equals(holder.role()))
            .findFirst()
            .orElseThrow(RegistryTokens::over);
    Caller.Limits limits = limits(holder);
    Instant issued = Instant.ofEpochMilli(Long.parseLong(holder.claims().get(Tokens.ISSUED)));
    boolean revoked =
        revocations.isRevoked(user, issued)
            || (limits.keyId() != null && revocations.isRevoked(limits.keyId(), issued));
    if (revoked) {
      throw over();
    }
    return new Caller(user, role, limits, origin);
  }

  private static Caller.Limits limits(Tokens.Socket holder) {
    Optional<String> key = Optional.ofNullable(holder.claims().get(Tokens.KEY));
    if (key.isEmpty()) {
      return Caller.Limits.NONE;
    }
    Set<Scope> scopes =
        Arrays.stream(holder.claims().getOrDefault(Tokens.SCOPES, "").split(" ", -1))
            .filter(name -> !name.isEmpty())
            .map(Scope::valueOf)
            .collect(Collectors.toSet());
    String tenant = holder.claims().getOrDefault(Tokens.KEY_TENANT, "");
    return new Caller.Limits(
        Long.valueOf(key.get()), scopes, tenant.isEmpty() ? null : Long.valueOf(tenant));
  }

  /** With what a registry checks our tokens. */
  public Tokens.PublicKey published() {
    return tokens.published();
  }
}
