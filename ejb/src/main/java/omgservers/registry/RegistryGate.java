package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.RegistryAccess;
import omgservers.tenancy.Caller;
import omgservers.tenancy.SignIns;
import omgservers.tenancy.Tenancy;

/**
 * Lets people and their programs to the registry: <code>docker login</code>, <code>push</code> and
 * <code>pull</code> get tokens for what they may do, and for nothing else. What is not granted is
 * left out, as the specification of registries wants it; the registry refuses then.
 */
@ApplicationScoped
public class RegistryGate {
  /** Nobody needs more repositories at once. */
  static final int SCOPES_MAX = 20;

  private static final Pattern SCOPE =
      Pattern.compile("repository(?:\\([a-z0-9]+\\))?:([^:\\s]{1,255}):([a-z*,]{1,64})");

  private final SignIns signIns;
  private final RegistryTokens tokens;
  private final Repositories repositories;
  private final Grants grants;

  /** A gate that recognises by these sign-ins. */
  @Inject
  public RegistryGate(
      SignIns signIns, RegistryTokens tokens, Repositories repositories, Grants grants) {
    this.signIns = signIns;
    this.tokens = tokens;
    this.repositories = repositories;
    this.grants = grants;
  }

  protected RegistryGate() {
    this(null, null, null, null);
  }

  /** Who comes: by user and password, where the password may be an API key, or by a login. */
  public record Visitor(String user, String password, String login, Caller.Origin origin) {}

  /** A token for the registry, for what, and with what the login goes on if that was wanted. */
  public record Pass(RegistryTokens.Issued token, List<RegistryAccess> granted, String login) {
    /** What was granted, as scopes are written. */
    public String scope() {
      return String.join(
          " ",
          granted.stream()
              .map(it -> it.type() + ":" + it.name() + ":" + String.join(",", it.actions()))
              .toList());
    }
  }

  /** A token for as much of the scopes as the visitor may do. */
  public Pass admit(Visitor visitor, List<String> scopes, boolean offline) {
    SignIns.Recognised who =
        visitor.login == null
            ? signIns.recognise(visitor.user, visitor.password, visitor.origin)
            : tokens.login(visitor.login, visitor.origin);
    List<RegistryAccess> granted = new ArrayList<>();
    for (String scope : split(scopes)) {
      grant(who.caller(), scope).ifPresent(granted::add);
    }
    String login = offline ? tokens.forLogin(who) : visitor.login;
    return new Pass(tokens.forCaller(who.caller(), granted), List.copyOf(granted), login);
  }

  private static List<String> split(List<String> scopes) {
    List<String> single =
        scopes.stream()
            .flatMap(scope -> Arrays.stream(scope.split(" ", -1)))
            .filter(scope -> !scope.isEmpty())
            .distinct()
            .toList();
    if (single.size() > SCOPES_MAX) {
      throw Refusal.field("scope", "is there more than " + SCOPES_MAX + " times");
    }
    return single;
  }

  private Optional<RegistryAccess> grant(Caller caller, String scope) {
    Matcher parts = SCOPE.matcher(scope);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String repository = parts.group(1);
    Set<String> wanted = Set.of(distinct(parts.group(2)));
    Optional<Tenancy.Place> project = repositories.find(repository);
    if (project.isEmpty()) {
      return Optional.empty();
    }
    Set<Grants.Action> granted =
        grants.of(
            caller,
            project.get(),
            action -> wanted.contains(action.word()) || wanted.contains("*"));
    if (granted.contains(Grants.Action.PUSH)) {
      requireRoom(project.get());
      if (!repositories.claim(repository).equals(project)) {
        return Optional.empty();
      }
    }
    return granted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            RegistryAccess.repository(
                repository, granted.stream().map(Grants.Action::word).toList()));
  }

  private static String[] distinct(String actions) {
    return Arrays.stream(actions.split(",", -1)).distinct().toArray(String[]::new);
  }

  /** Said here, where the client of the engine shows it; the registry knows no reasons. */
  private void requireRoom(Tenancy.Place project) {
    Quotas.Usage usage = grants.usage(project);
    long arriving = grants.arriving(project);
    if (!usage.isFull() && usage.keptBytes() + arriving > usage.quotaBytes()) {
      throw Refusal.forbidden(
          Qualifier.LIMIT_REACHED,
          "With the %s that are being pushed the tenant would keep %s in the registry, and may keep %s."
              .formatted(
                  Quotas.mib(arriving),
                  Quotas.mib(usage.keptBytes() + arriving),
                  Quotas.mib(usage.quotaBytes())));
    }
    if (usage.isFull()) {
      throw Refusal.forbidden(
          Qualifier.LIMIT_REACHED,
          "The tenant keeps %s in the registry and may keep %s; delete versions first."
              .formatted(Quotas.mib(usage.keptBytes()), Quotas.mib(usage.quotaBytes())));
    }
  }
}
