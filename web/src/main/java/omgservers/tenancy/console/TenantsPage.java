package omgservers.tenancy.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Estates;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Names;

/** The tenants that the visitor may know of. */
@Named
@RequestScoped
public class TenantsPage {
  private final Estates estates;
  private final Tenancy tenancy;
  private final Directory directory;
  private final Shards shards;
  private final Asked asked;
  private final Visitor visitor;
  private Asked.Listed<Estates.TenantFact> list;
  private Map<Long, List<String>> names;
  private String alias;

  /** A page by these use cases. */
  @Inject
  public TenantsPage(
      Estates estates,
      Tenancy tenancy,
      Directory directory,
      Shards shards,
      Asked asked,
      Visitor visitor) {
    this.estates = estates;
    this.tenancy = tenancy;
    this.directory = directory;
    this.shards = shards;
    this.asked = asked;
    this.visitor = visitor;
  }

  protected TenantsPage() {
    this(null, null, null, null, null, null);
  }

  @PostConstruct
  void open() {
    Caller caller = visitor.caller();
    Life state = asked.one(Life.class, "state");
    String name = asked.text("alias");
    list =
        name == null
            ? asked.across(
                shards.count(),
                Estates.TenantFact::id,
                shard -> estates.tenants(caller, shard, state, asked.slice()))
            : asked.listed(named(caller, name, state), Estates.TenantFact::id);
    names = directory.names(list.items().stream().map(Estates.TenantFact::id).toList());
  }

  private List<Estates.TenantFact> named(Caller caller, String name, Life state) {
    Optional<Long> id = directory.find(Names.Kind.TENANT, name);
    return id.flatMap(tenant -> estates.findTenant(caller, tenant)).stream()
        .filter(tenant -> state == null || tenant.state() == state)
        .toList();
  }

  /** What is listed. */
  public Asked.Listed<Estates.TenantFact> getList() {
    return list;
  }

  /** What people call the tenant. */
  public String name(long id) {
    return Where.name(names.getOrDefault(id, List.of()), id);
  }

  /** All names of the tenant but the first. */
  public String otherNames(long id) {
    return String.join(", ", names.getOrDefault(id, List.of()).stream().skip(1).toList());
  }

  /** The name of a new tenant. */
  public String getAlias() {
    return alias;
  }

  /** The name of a new tenant. */
  public void setAlias(String alias) {
    this.alias = alias;
  }

  /** A new tenant, named at once if a name is given. */
  public void create() {
    Caller caller = visitor.caller();
    directory.requireFree(Names.Kind.TENANT, alias);
    long id = tenancy.createTenant(caller);
    if (alias != null) {
      directory.name(caller, Names.Kind.TENANT, alias, id);
    }
    String name = alias == null ? Long.toString(id) : alias;
    visitor.say("tenants.made", name);
    visitor.goTo("/console/tenant?tenant=" + name);
  }
}
