package omgservers.registry.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omgservers.deployment.Rollouts;
import omgservers.registry.Catalog;
import omgservers.registry.Catalog.VersionFact;
import omgservers.removal.Removals;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.console.Words;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Estates;
import omgservers.tenancy.console.Where;
import omgservers.tenancy.model.Life;

/** A version: its images, its configuration, and where it is deployed. */
@Named
@RequestScoped
public class VersionPage {
  private final Catalog catalog;
  private final Rollouts rollouts;
  private final Removals removals;
  private final Estates estates;
  private final Asked asked;
  private final Visitor visitor;
  private final Where where;
  private VersionFact version;
  private List<Stage> stages;

  /** A page by these use cases. */
  @Inject
  public VersionPage(
      Catalog catalog,
      Rollouts rollouts,
      Removals removals,
      Estates estates,
      Asked asked,
      Visitor visitor,
      Where where) {
    this.catalog = catalog;
    this.rollouts = rollouts;
    this.removals = removals;
    this.estates = estates;
    this.asked = asked;
    this.visitor = visitor;
    this.where = where;
  }

  protected VersionPage() {
    this(null, null, null, null, null, null, null);
  }

  /** A stage that the version runs on. */
  public record Stage(String name, String address) {}

  @PostConstruct
  void load() {
    Long id = asked.number("version");
    if (id == null) {
      throw Refusal.notFound("The address lacks the parameter version.");
    }
    version = catalog.version(where.caller(), where.project(), id);
    Map<Long, List<Long>> on = rollouts.stages(where.caller(), where.project(), List.of(id));
    stages =
        on.getOrDefault(id, List.of()).stream()
            .filter(Objects::nonNull)
            .distinct()
            .map(this::stage)
            .toList();
  }

  private Stage stage(long id) {
    String name = Where.name(estates.changedStage(where.tenant(), id).aliases(), id);
    return new Stage(
        name,
        "/console/stage?tenant=%s&project=%s&stage=%s"
            .formatted(where.getTenantName(), where.getProjectName(), name));
  }

  /** The version. */
  public VersionFact getVersion() {
    return version;
  }

  /** The stages that it runs on. */
  public List<Stage> getStages() {
    return stages;
  }

  /** The stages that it could be deployed on, where it is chosen already. */
  public List<Stage> getTargets() {
    try {
      return estates
          .stages(where.caller(), where.project(), Life.ACTIVE, Slice.first(Slice.LIMIT_MAX))
          .stream()
          .filter(stage -> stages.stream().noneMatch(on -> on.name().equals(name(stage))))
          .map(
              stage ->
                  new Stage(
                      name(stage),
                      "/console/stage?tenant=%s&project=%s&stage=%s&version=%d#deploy-title"
                          .formatted(
                              where.getTenantName(),
                              where.getProjectName(),
                              name(stage),
                              version.id())))
          .toList();
    } catch (Refusal refusal) {
      if (refusal.kind() == Refusal.Kind.FORBIDDEN) {
        return List.of();
      }
      throw refusal;
    }
  }

  private static String name(Estates.EstateFact stage) {
    return Where.name(stage.aliases(), stage.id());
  }

  /** Its configuration, as people read JSON. */
  public String getConfig() {
    return Words.json(version.config());
  }

  /** The version goes, unless it is deployed. */
  public void delete() {
    removals.version(where.caller(), where.project(), version.id());
    visitor.say("removal.begun", Long.toString(version.id()));
    visitor.goTo(where.getProjectAddress());
  }
}
