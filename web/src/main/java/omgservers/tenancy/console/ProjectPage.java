package omgservers.tenancy.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omgservers.deployment.Rollouts;
import omgservers.registry.Catalog;
import omgservers.registry.Catalog.VersionFact;
import omgservers.removal.Removals;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.paging.Slice;
import omgservers.tenancy.Estates;
import omgservers.tenancy.Estates.EstateFact;
import omgservers.tenancy.Tenancy;

/** A project with its stages and versions. */
@Named
@RequestScoped
public class ProjectPage extends NamedPage {
  private final Estates estates;
  private final Tenancy tenancy;
  private final Catalog catalog;
  private final Rollouts rollouts;
  private final Removals removals;
  private final Asked asked;
  private final Visitor visitor;
  private final Where where;
  private EstateFact project;
  private List<EstateFact> stages;
  private Asked.Listed<VersionFact> versions;
  private Map<Long, List<Long>> deployed;
  private String stageAlias;

  /** A page by these use cases. */
  @Inject
  public ProjectPage(
      Estates estates,
      Tenancy tenancy,
      Catalog catalog,
      Rollouts rollouts,
      Removals removals,
      Asked asked,
      Visitor visitor,
      Where where) {
    super(asked, visitor);
    this.estates = estates;
    this.tenancy = tenancy;
    this.catalog = catalog;
    this.rollouts = rollouts;
    this.removals = removals;
    this.asked = asked;
    this.visitor = visitor;
    this.where = where;
  }

  protected ProjectPage() {
    this(null, null, null, null, null, null, null, null);
  }

  @PostConstruct
  void load() {
    Tenancy.Place place = where.project();
    project = estates.project(where.caller(), place.tenantId(), asked.need("project"));
    stages = estates.stages(where.caller(), place, null, Slice.first(Slice.LIMIT_MAX));
    versions =
        asked.listed(catalog.versions(where.caller(), place, null, asked.slice()), VersionFact::id);
    deployed =
        rollouts.stages(
            where.caller(), place, versions.items().stream().map(VersionFact::id).toList());
  }

  /** The project. */
  public EstateFact getProject() {
    return project;
  }

  /** The stages. */
  public List<EstateFact> getStages() {
    return stages;
  }

  /** The versions. */
  public Asked.Listed<VersionFact> getVersions() {
    return versions;
  }

  /** What people call the stage. */
  public String name(EstateFact stage) {
    return Where.name(stage.aliases(), stage.id());
  }

  /** The address of the stage's page. */
  public String address(EstateFact stage) {
    return "/console/stage?tenant=%s&project=%s&stage=%s"
        .formatted(where.getTenantName(), where.getProjectName(), name(stage));
  }

  /** On which stages the version runs, by their names. */
  public String deployedOn(long version) {
    List<Long> on = deployed.getOrDefault(version, List.of());
    return stages.stream()
        .filter(stage -> on.contains(stage.id()))
        .map(this::name)
        .collect(Collectors.joining(", "));
  }

  @Override
  public List<String> getAliases() {
    return project.aliases();
  }

  @Override
  void name(String alias) {
    tenancy.nameProject(where.caller(), project.tenantId(), project.id(), alias);
  }

  @Override
  void unname(String alias) {
    tenancy.unnameProject(where.caller(), where.project(), alias);
  }

  @Override
  String address() {
    return "/console/project?tenant=%s&project=%d".formatted(where.getTenantName(), project.id());
  }

  /** The name of a new stage. */
  public String getStageAlias() {
    return stageAlias;
  }

  /** The name of a new stage. */
  public void setStageAlias(String stageAlias) {
    this.stageAlias = stageAlias;
  }

  /** A new stage. */
  public void createStage() {
    long made =
        tenancy.createStage(
            where.caller(), project.tenantId(), Long.toString(project.id()), stageAlias);
    visitor.done("stage.made", stageAlias == null ? Long.toString(made) : stageAlias);
  }

  /** The version goes, unless it is deployed. */
  public void deleteVersion() {
    removals.version(where.caller(), where.project(), asked.subjectId());
    visitor.done("removal.begun", asked.getSubject());
  }

  /** The project goes, step by step. */
  public void delete() {
    removals.project(where.caller(), where.project());
    visitor.done("removal.begun", where.getProjectName());
  }
}
