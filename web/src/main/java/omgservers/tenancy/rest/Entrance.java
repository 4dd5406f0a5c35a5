package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import omgservers.shared.rest.Callers;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Admissions;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Alias;
import omgservers.tenancy.model.Scope;

/** Lets whoever makes the present request in to a project or a stage. */
@RequestScoped
public class Entrance {
  private final Admissions admissions;
  private final Tenancy tenancy;
  private final Directory directory;
  private final Callers callers;

  /** The way in through these admissions. */
  @Inject
  public Entrance(Admissions admissions, Tenancy tenancy, Directory directory, Callers callers) {
    this.admissions = admissions;
    this.tenancy = tenancy;
    this.directory = directory;
    this.callers = callers;
  }

  protected Entrance() {
    this(null, null, null, null);
  }

  /** Who makes the request: someone who administers. */
  public Caller caller() {
    return callers.staff();
  }

  /** The project, if the caller may know of its tenant. */
  public Tenancy.Place find(ProjectPath path) {
    return tenancy.visible(caller(), directory.tenant(path.tenant()), path.project(), null);
  }

  /** By what the tenant can be called: its id and its names. */
  public List<String> callings(long tenant) {
    Stream<String> names = directory.names(tenant).stream().map(Alias::value);
    return Stream.concat(Stream.of(Long.toString(tenant)), names).toList();
  }

  /** To see what runs on the stage. */
  public Admission toSee(StagePath path) {
    return admissions.toSee(caller(), stage(path));
  }

  /** To see what only those may who manage the stage. */
  public Admission toInspect(StagePath path) {
    return admissions.toInspect(caller(), stage(path));
  }

  /** To change what the scope covers of the stage. */
  public Admission toManage(StagePath path, Scope scope) {
    return admissions.toManage(caller(), scope, stage(path));
  }

  private Admissions.Stage stage(StagePath path) {
    return new Admissions.Stage(directory.tenant(path.tenant()), path.project(), path.stage());
  }

  /** The address of something of the project below the root of the API. */
  public static String below(Tenancy.Place project, String rest) {
    return "tenants/%d/projects/%d/%s".formatted(project.tenantId(), project.projectId(), rest);
  }

  /** The address of something of the stage below the root of the API. */
  public static String below(Admission stage, String rest) {
    return below(stage.place(), "stages/" + stage.stageId() + "/" + rest);
  }
}
