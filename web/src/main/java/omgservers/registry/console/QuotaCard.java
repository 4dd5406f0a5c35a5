package omgservers.registry.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import omgservers.registry.Quotas;
import omgservers.registry.rest.QuotaResource;
import omgservers.shared.console.FormRules;
import omgservers.shared.console.Visitor;
import omgservers.shared.console.Words;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.console.Where;

/** How much of the registry the tenant of the page keeps and may keep. */
@Named
@RequestScoped
public class QuotaCard {
  private static final long MIB = 1 << 20;

  private final Quotas quotas;
  private final FormRules rules;
  private final Visitor visitor;
  private final Words words;
  private final Where where;
  private Quotas.Usage usage;
  private Integer mib;

  /** A card by these quotas. */
  @Inject
  public QuotaCard(Quotas quotas, FormRules rules, Visitor visitor, Words words, Where where) {
    this.quotas = quotas;
    this.rules = rules;
    this.visitor = visitor;
    this.words = words;
    this.where = where;
  }

  protected QuotaCard() {
    this(null, null, null, null, null);
  }

  @PostConstruct
  void load() {
    try {
      usage = quotas.of(where.caller(), where.tenant());
      mib = usage.own() ? (int) (usage.quotaBytes() / MIB) : null;
    } catch (Refusal refusal) {
      if (refusal.kind() != Refusal.Kind.FORBIDDEN) {
        throw refusal;
      }
    }
  }

  /** Whether the visitor may know. */
  public boolean isOpen() {
    return usage != null;
  }

  /** How much is kept of how much, in words. */
  public String getKept() {
    return words.of(
        usage.own() ? "quota.own" : "quota.common",
        "%.1f".formatted((double) usage.keptBytes() / MIB),
        usage.quotaBytes() / MIB,
        usage.images());
  }

  /** How much is kept, and how much may be. */
  public Quotas.Usage getUsage() {
    return usage;
  }

  /** The tenant's own quota in MiB; null for what the installation's setting says. */
  public Integer getMib() {
    return mib;
  }

  /** The tenant's own quota in MiB; null for what the installation's setting says. */
  public void setMib(Integer mib) {
    this.mib = mib;
  }

  /** The tenant may keep so much from now on. */
  public void set() {
    quotas.set(
        where.caller(), where.tenant(), rules.good(new QuotaResource.NewQuota(mib)).quotaMib());
    visitor.done("quota.set");
  }
}
