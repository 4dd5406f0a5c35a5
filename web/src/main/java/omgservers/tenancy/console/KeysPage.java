package omgservers.tenancy.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import omgservers.shared.console.Asked;
import omgservers.shared.console.FormRules;
import omgservers.shared.console.Visitor;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.AccountFact;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.KeyRing;
import omgservers.tenancy.KeyRing.KeyFact;
import omgservers.tenancy.OwnAccount;
import omgservers.tenancy.model.ApiKey;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.rest.MeResource;

/** One's own account: its API keys and its password. */
@Named
@RequestScoped
public class KeysPage {
  /** Until it is shown, once, the text of a new key is in the session. */
  private static final String FRESH = "omgservers.fresh-key";

  private final OwnAccount ownAccount;
  private final KeyRing keyRing;
  private final Directory directory;
  private final FormRules rules;
  private final Asked asked;
  private final Visitor visitor;
  private final HttpServletRequest request;
  private final Time time;
  private AccountFact account;
  private Asked.Listed<KeyFact> keys;
  private Map<Long, List<String>> tenants;
  private List<String> texts;
  private String name;
  private String tenant;
  private Integer days = (int) ApiKey.LIFE_DEFAULT.toDays();
  private Scope[] scopes = {Scope.READ};
  private String current;
  private String fresh;
  private String again;

  /** A page by these use cases. */
  @Inject
  public KeysPage(
      OwnAccount ownAccount,
      KeyRing keyRing,
      Directory directory,
      FormRules rules,
      Asked asked,
      Visitor visitor,
      HttpServletRequest request,
      Time time) {
    this.ownAccount = ownAccount;
    this.keyRing = keyRing;
    this.directory = directory;
    this.rules = rules;
    this.asked = asked;
    this.visitor = visitor;
    this.request = request;
    this.time = time;
  }

  protected KeysPage() {
    this(null, null, null, null, null, null, null, null);
  }

  @PostConstruct
  void open() {
    Caller caller = visitor.caller();
    account = ownAccount.get(caller);
    keys = asked.listed(keyRing.own(caller, asked.slice()), KeyFact::id);
    tenants =
        directory.names(
            keys.items().stream().map(KeyFact::tenantId).filter(Objects::nonNull).toList());
    texts = forgotten(request.getSession(false));
  }

  /** The text of a key that was made; from now on nobody knows it. */
  private static List<String> forgotten(HttpSession session) {
    Object text = session == null ? null : session.getAttribute(FRESH);
    if (text == null) {
      return List.of();
    }
    session.removeAttribute(FRESH);
    return List.of(text.toString());
  }

  /** The account. */
  public AccountFact getAccount() {
    return account;
  }

  /** The keys. */
  public Asked.Listed<KeyFact> getKeys() {
    return keys;
  }

  /** For which tenant the key is, or null for all. */
  public String tenantOf(KeyFact key) {
    return key.tenantId() == null
        ? null
        : Where.name(tenants.getOrDefault(key.tenantId(), List.of()), key.tenantId());
  }

  /** What the key opens, as people read it. */
  public String scopesOf(KeyFact key) {
    return key.scopes().stream()
        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** The text of the key that was just made, if one was. */
  public List<String> getTexts() {
    return texts;
  }

  /** All that a key can open. */
  public Scope[] getAllScopes() {
    return Scope.values();
  }

  /** What a new key is called. */
  public String getName() {
    return name;
  }

  /** What a new key is called. */
  public void setName(String name) {
    this.name = name;
  }

  /** For which tenant it is, or null for all. */
  public String getTenant() {
    return tenant;
  }

  /** For which tenant it is, or null for all. */
  public void setTenant(String tenant) {
    this.tenant = tenant;
  }

  /** For how many days. */
  public Integer getDays() {
    return days;
  }

  /** For how many days. */
  public void setDays(Integer days) {
    this.days = days;
  }

  /** What it opens. */
  public Scope[] getScopes() {
    return scopes.clone();
  }

  /** What it opens. */
  public void setScopes(Scope[] scopes) {
    this.scopes = scopes == null ? new Scope[0] : scopes.clone();
  }

  /** A new key, whose text the next page shows. */
  public void createKey() {
    Instant end = days == null ? null : time.now().plus(Duration.ofDays(days));
    Set<Scope> wanted = EnumSet.noneOf(Scope.class);
    wanted.addAll(Arrays.asList(scopes));
    MeResource.NewKey wish = rules.good(new MeResource.NewKey(name, wanted, tenant, end));
    KeyRing.NewKey made =
        keyRing.create(
            visitor.caller(),
            new KeyRing.Wish(wish.name(), wish.scopes(), wish.tenant(), wish.expiresAt()));
    request.getSession().setAttribute(FRESH, made.text());
    visitor.done("keys.made", wish.name());
  }

  /** The key ends, with all tokens that were made with it. */
  public void revoke() {
    keyRing.deleteOwn(visitor.caller(), asked.subjectId());
    visitor.done("keys.revoked", asked.getSubject());
  }

  /** Nothing: passwords are not shown again. */
  public String getCurrent() {
    return null;
  }

  /** The present password. */
  public void setCurrent(String current) {
    this.current = current;
  }

  /** Nothing: passwords are not shown again. */
  public String getFresh() {
    return null;
  }

  /** The password to come. */
  public void setFresh(String fresh) {
    this.fresh = fresh;
  }

  /** Nothing: passwords are not shown again. */
  public String getAgain() {
    return null;
  }

  /** The password to come, once more. */
  public void setAgain(String again) {
    this.again = again;
  }

  /** Another password; one signs in with it. */
  public void changePassword() {
    MeResource.NewPassword wish = rules.good(new MeResource.NewPassword(current, fresh));
    if (!wish.fresh().equals(again)) {
      throw Refusal.field("fresh", "is not the same both times");
    }
    ownAccount.changePassword(visitor.caller(), wish.current(), wish.fresh());
    visitor.signOut();
  }
}
