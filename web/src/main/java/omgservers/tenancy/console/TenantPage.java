package omgservers.tenancy.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import omgservers.removal.Removals;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Estates;
import omgservers.tenancy.Estates.EstateFact;
import omgservers.tenancy.Estates.TenantFact;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Alias;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Names;

/** A tenant with its projects. */
@Named
@RequestScoped
public class TenantPage extends NamedPage {
  private final Estates estates;
  private final Tenancy tenancy;
  private final Directory directory;
  private final Removals removals;
  private final Asked asked;
  private final Visitor visitor;
  private final Where where;
  private TenantFact tenant;
  private Asked.Listed<EstateFact> projects;
  private List<String> aliases;
  private boolean open;
  private String projectAlias;
  private String stageAlias;

  /** A page by these use cases. */
  @Inject
  public TenantPage(
      Estates estates,
      Tenancy tenancy,
      Directory directory,
      Removals removals,
      Asked asked,
      Visitor visitor,
      Where where) {
    super(asked, visitor);
    this.estates = estates;
    this.tenancy = tenancy;
    this.directory = directory;
    this.removals = removals;
    this.asked = asked;
    this.visitor = visitor;
    this.where = where;
  }

  protected TenantPage() {
    this(null, null, null, null, null, null, null);
  }

  @PostConstruct
  void load() {
    long id = where.tenant();
    tenant =
        estates.findTenant(where.caller(), id).orElseThrow(() -> Refusal.notFound("No tenant."));
    aliases = directory.names(id).stream().map(Alias::value).toList();
    try {
      projects =
          asked.listed(
              estates.projects(where.caller(), id, asked.one(Life.class, "state"), asked.slice()),
              EstateFact::id);
      open = true;
    } catch (Refusal refusal) {
      if (refusal.kind() != Refusal.Kind.FORBIDDEN) {
        throw refusal;
      }
      // A developer of some project only, who finds it by its name.
      projects = asked.listed(List.of(), EstateFact::id);
    }
  }

  /** The tenant. */
  public TenantFact getTenant() {
    return tenant;
  }

  /** The projects. */
  public Asked.Listed<EstateFact> getProjects() {
    return projects;
  }

  /** Whether the visitor may see which projects there are. */
  public boolean isOpen() {
    return open;
  }

  /** What people call the project. */
  public String name(EstateFact project) {
    return Where.name(project.aliases(), project.id());
  }

  @Override
  public List<String> getAliases() {
    return aliases;
  }

  @Override
  void name(String alias) {
    tenancy.requireNameable(where.caller(), tenant.id());
    directory.name(where.caller(), Names.Kind.TENANT, alias, tenant.id());
  }

  @Override
  void unname(String alias) {
    tenancy.requireNameable(where.caller(), tenant.id());
    directory.unname(where.caller(), Names.Kind.TENANT, alias, tenant.id());
  }

  @Override
  String address() {
    return "/console/tenant?tenant=" + tenant.id();
  }

  /** The name of a new project. */
  public String getProjectAlias() {
    return projectAlias;
  }

  /** The name of a new project. */
  public void setProjectAlias(String projectAlias) {
    this.projectAlias = projectAlias;
  }

  /** The name of the new project's first stage. */
  public String getStageAlias() {
    return stageAlias;
  }

  /** The name of the new project's first stage. */
  public void setStageAlias(String stageAlias) {
    this.stageAlias = stageAlias;
  }

  /** A new project with its first stage. */
  public void createProject() {
    Tenancy.NewProject made =
        tenancy.createProject(where.caller(), tenant.id(), projectAlias, stageAlias);
    String name = projectAlias == null ? Long.toString(made.projectId()) : projectAlias;
    visitor.say("project.made", name);
    visitor.goTo("/console/project?tenant=%s&project=%s".formatted(where.getTenantName(), name));
  }

  /** The tenant goes, step by step. */
  public void delete() {
    removals.tenant(where.caller(), tenant.id());
    visitor.done("removal.begun", where.getTenantName());
  }
}
