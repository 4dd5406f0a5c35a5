package omgservers.builder.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import omgservers.builder.Builds;
import omgservers.builder.Builds.BuildFact;
import omgservers.builder.model.BuildState;
import omgservers.shared.console.Asked;
import omgservers.tenancy.Directory;
import omgservers.tenancy.console.Where;

/** The builds of a project, the latest first. */
@Named
@RequestScoped
public class BuildsPage {
  private final Builds builds;
  private final Directory directory;
  private final Asked asked;
  private final Where where;
  private Asked.Listed<BuildFact> list;
  private Map<Long, List<String>> people;

  /** A page by these use cases. */
  @Inject
  public BuildsPage(Builds builds, Directory directory, Asked asked, Where where) {
    this.builds = builds;
    this.directory = directory;
    this.asked = asked;
    this.where = where;
  }

  protected BuildsPage() {
    this(null, null, null, null);
  }

  @PostConstruct
  void open() {
    list =
        asked.listed(
            builds.list(
                where.caller(),
                where.project(),
                asked.one(BuildState.class, "state"),
                asked.slice()),
            BuildFact::id);
    people = directory.names(list.items().stream().map(BuildFact::createdBy).distinct().toList());
  }

  /** The builds. */
  public Asked.Listed<BuildFact> getList() {
    return list;
  }

  /** Who wanted the build. */
  public String by(BuildFact build) {
    return Where.name(people.getOrDefault(build.createdBy(), List.of()), build.createdBy());
  }

  /** The address of the build's page. */
  public String address(BuildFact build) {
    return where.projectPage("build") + "&build=" + build.id();
  }
}
