package omgservers.tenancy;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import omgservers.shared.limits.RateLimits;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.KeyText;
import omgservers.shared.security.Secrets;
import omgservers.shared.security.Tokens;
import omgservers.tenancy.model.LockOut;
import omgservers.tenancy.model.Names;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Scope;

/**
 * Lets users in. Checking a password takes long, so it is done between two transactions; the moment
 * of issue of a token is from before the second, so that whatever ends tokens ends this one, too.
 */
@ApplicationScoped
public class SignIns implements MultiCollector {
  private final Counter outcomes =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_sign_ins_total")
          .help("Sign-ins, by what came of them; locked_out means after too many wrong passwords.")
          .labelNames("outcome")
          .build();
  private final SignInSteps steps;
  private final Strangers strangers;
  private final Directory directory;
  private final Tokens tokens;
  private final PasswordChecks checks;
  private final RateLimits limits;
  private final Time time;

  /** Sign-ins by these steps. */
  @Inject
  public SignIns(
      SignInSteps steps,
      Strangers strangers,
      Directory directory,
      Tokens tokens,
      PasswordChecks checks,
      RateLimits limits,
      Time time) {
    this.steps = steps;
    this.strangers = strangers;
    this.directory = directory;
    this.tokens = tokens;
    this.checks = checks;
    this.limits = limits;
    this.time = time;
    List.of("let_in", "refused", "locked_out").forEach(outcomes::initLabelValues);
  }

  protected SignIns() {
    this(null, null, null, null, null, null, null);
  }

  /** A token, whom it stands for and until when. */
  public record Session(String token, Role role, long userId, Instant expiresAt) {}

  /** Lets a player in. */
  public Session signIn(long user, String password) {
    count(Long.toString(user), password);
    Instant issued = time.now();
    return session(counted(() -> player(user, password)), issued);
  }

  private SignInSteps.Found player(long user, String password) {
    SignInSteps.Known known = steps.known(user).orElseThrow(() -> unknown(user));
    if (!Secrets.matches(password, known.secret()) || known.role() != Role.PLAYER) {
      throw wrong();
    }
    if (!known.active()) {
      throw SignInSteps.disabled();
    }
    return new SignInSteps.Found(user, Role.PLAYER, Caller.Limits.NONE, null);
  }

  private <T> T counted(Supplier<T> signIn) {
    try {
      T found = signIn.get();
      outcomes.labelValues("let_in").inc();
      return found;
    } catch (Refusal refusal) {
      boolean locked = refusal.kind() == Refusal.Kind.TOO_MANY;
      outcomes.labelValues(locked ? "locked_out" : "refused").inc();
      throw refusal;
    }
  }

  /** What came of sign-ins. */
  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(outcomes.collect());
  }

  /** Keys count for themselves: who tries passwords does not keep programs out. */
  private void count(String account, String password) {
    String who = KeyText.parse(password).map(key -> "key " + key.id()).orElse(account);
    limits.take(RateLimits.Kind.SIGN_IN, who);
  }

  private static Refusal unknown(long user) {
    return Refusal.notFound("There is no user " + user + ".");
  }

  static Refusal wrong() {
    return Refusal.unauthenticated("The user or the password is wrong.");
  }

  /** Lets someone in who has the role, by password or API key; says when there is no such user. */
  public Session signIn(Role role, String user, String password) {
    long id = directory.user(user);
    count(Long.toString(id), password);
    SignInSteps.Known known = steps.known(id).orElseThrow(() -> unknown(id));
    if (known.role() != role) {
      throw wrong();
    }
    Instant issued = time.now();
    return session(counted(() -> find(known, password)), issued);
  }

  /** Someone who administers and proved to be it, and when their API key ends if they used one. */
  public record Recognised(Caller caller, Instant keyEnd) {
    static Recognised of(SignInSteps.Found found, Caller.Origin origin) {
      return new Recognised(
          new Caller(found.id(), found.role(), found.limits(), origin), found.keyEnd());
    }
  }

  /** Recognises someone who administers as a sign-in does, for a door with tokens of its own. */
  public Recognised recognise(String user, String password, Caller.Origin origin) {
    return Recognised.of(find(user, password), origin);
  }

  /** Recognises someone once more; fails when the account or the API key let nobody in any more. */
  public Recognised recogniseAgain(Caller caller) {
    return Recognised.of(steps.again(caller), caller.origin());
  }

  /** Lets someone in who administers, by password or API key; does not say whom there is. */
  public Session signIn(String user, String password) {
    Instant issued = time.now();
    return session(find(user, password), issued);
  }

  private SignInSteps.Found find(String user, String password) {
    Optional<SignInSteps.Known> known =
        References.id(user)
            .or(() -> directory.find(Names.Kind.USER, user))
            .flatMap(steps::known)
            .filter(SignInSteps.Known::isOfAPerson);
    count(known.map(it -> Long.toString(it.id())).orElse(user), password);
    return counted(
        () -> known.map(it -> find(it, password)).orElseGet(() -> turnAway(user, password)));
  }

  private SignInSteps.Found find(SignInSteps.Known known, String password) {
    Optional<KeyText> key = KeyText.parse(password);
    return key.isPresent()
        ? steps.byKey(known.id(), key.get()).orElseThrow(SignIns::wrong)
        : recognise(known, password);
  }

  /** Whoever is signed in to the account knows its password, too. */
  void confirm(SignInSteps.Known known, String password) {
    count(Long.toString(known.id()), password);
    recognise(known, password);
  }

  /** Whoever knows the password of the account; counts those who do not. */
  private SignInSteps.Found recognise(SignInSteps.Known known, String password) {
    requireUnlocked(known.lockOut(), time.now());
    if (!checks.matches(password, known.secret())) {
      steps.refused(known.id());
      throw wrong();
    }
    return steps.recognised(known);
  }

  static void requireUnlocked(LockOut lockOut, Instant now) {
    lockOut
        .pause(now)
        .ifPresent(
            pause -> {
              throw Refusal.tooMany(
                  pause, "There were " + lockOut.failures() + " wrong passwords; try again later.");
            });
  }

  /** The same work and the same answers as for someone whom we know. */
  private SignInSteps.Found turnAway(String user, String password) {
    if (KeyText.parse(password).isEmpty()) {
      requireUnlocked(strangers.lockOut(user), time.now());
      checks.matches(password, Secrets.NOBODY);
      strangers.refused(user, time.now());
    }
    throw wrong();
  }

  /** Another token for someone who still has a good one; no longer than the API key in use. */
  public Session renew(Caller caller) {
    Instant issued = time.now();
    return session(steps.again(caller), issued);
  }

  private Session session(SignInSteps.Found found, Instant issued) {
    String id = Long.toString(found.id());
    Tokens.Span span = tokens.spanFrom(issued);
    if (found.keyEnd() != null) {
      span = span.endingBy(found.keyEnd());
    }
    Map<String, String> claims = claims(found.id(), found.limits());
    String token = tokens.forService(new Tokens.Socket(id, found.role().group(), claims), span);
    return new Session(token, found.role(), found.id(), span.until());
  }

  /** What a token says of the account and of the API key in use. */
  public static Map<String, String> claims(long user, Caller.Limits limits) {
    Map<String, String> claims = new HashMap<>(Map.of(Tokens.USER, Long.toString(user)));
    if (limits.keyId() != null) {
      claims.put(Tokens.KEY, Long.toString(limits.keyId()));
      claims.put(
          Tokens.SCOPES,
          limits.scopes().stream().map(Scope::name).collect(Collectors.joining(" ")));
      claims.put(
          Tokens.KEY_TENANT, limits.tenantId() == null ? "" : Long.toString(limits.tenantId()));
    }
    return claims;
  }
}
