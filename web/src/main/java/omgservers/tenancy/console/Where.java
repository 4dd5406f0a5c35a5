package omgservers.tenancy.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Admissions;
import omgservers.tenancy.Allowances;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Estates;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/**
 * The tenant, project and stage that the address of the present page names by its parameters <code>
 * tenant</code>, <code>project</code> and <code>stage</code>, each by id or name, as far as the
 * visitor may know of them.
 */
@Named
@RequestScoped
public class Where {
  private final Asked asked;
  private final Visitor visitor;
  private final Directory directory;
  private final Tenancy tenancy;
  private final Estates estates;
  private final Admissions admissions;
  private final Allowances allowances;
  private final Map<Right, Boolean> rights = new EnumMap<>(Right.class);
  private Long tenant;
  private String tenantName;
  private Tenancy.Place project;
  private Tenancy.Place stage;
  private String projectName;
  private String stageName;

  /** Where the request asks about. */
  @Inject
  public Where(
      Asked asked,
      Visitor visitor,
      Directory directory,
      Tenancy tenancy,
      Estates estates,
      Admissions admissions,
      Allowances allowances) {
    this.asked = asked;
    this.visitor = visitor;
    this.directory = directory;
    this.tenancy = tenancy;
    this.estates = estates;
    this.admissions = admissions;
    this.allowances = allowances;
  }

  protected Where() {
    this(null, null, null, null, null, null, null);
  }

  /** Who asks. */
  public Caller caller() {
    return visitor.caller();
  }

  /** The tenant's id. */
  public long tenant() {
    if (tenant == null) {
      tenant = directory.tenant(asked.need("tenant"));
    }
    return tenant;
  }

  /** The project; its stage is not looked for. */
  public Tenancy.Place project() {
    if (project == null) {
      project = tenancy.visible(caller(), tenant(), asked.need("project"), null);
    }
    return project;
  }

  /** The stage. */
  public Tenancy.Place stage() {
    if (stage == null) {
      stage = tenancy.visible(caller(), tenant(), asked.need("project"), asked.need("stage"));
    }
    return stage;
  }

  /** To see what runs on the stage. */
  public Admission toSee() {
    return admissions.toSee(caller(), admissible());
  }

  /** To see what only those may who manage the stage. */
  public Admission toInspect() {
    return admissions.toInspect(caller(), admissible());
  }

  /** To change what the scope covers of the stage. */
  public Admission toManage(Scope scope) {
    return admissions.toManage(caller(), scope, admissible());
  }

  /** Whether the visitor may change what the scope covers; for hiding what they may not use. */
  public boolean isManageable(Scope scope) {
    try {
      toManage(scope);
      return true;
    } catch (Refusal refusal) {
      if (refusal.kind() == Refusal.Kind.FORBIDDEN) {
        return false;
      }
      throw refusal;
    }
  }

  /** Whether the visitor may change what runs on the stage. */
  public boolean isRunManageable() {
    return isManageable(Scope.DEPLOYMENTS);
  }

  private Admissions.Stage admissible() {
    return new Admissions.Stage(tenant(), asked.need("project"), asked.need("stage"));
  }

  /** Whether the visitor may make, name and delete projects of the tenant. */
  public boolean isProjectManager() {
    return may(Scope.TENANCY, Right.PROJECT_MANAGER.on(tenant()));
  }

  /** Whether the visitor may make, name and delete stages of the project. */
  public boolean isStageManager() {
    return may(Scope.TENANCY, Right.STAGE_MANAGER.on(project().projectId()));
  }

  /** Whether the visitor may make and delete versions of the project. */
  public boolean isVersionManager() {
    return may(Scope.VERSIONS, Right.VERSION_MANAGER.on(project().projectId()));
  }

  /** Whether the visitor may change what runs on the stage. */
  public boolean isDeploymentManager() {
    return may(Scope.DEPLOYMENTS, Right.DEPLOYMENT_MANAGER.on(stage().stageId()));
  }

  private boolean may(Scope scope, Right.Grant grant) {
    return rights.computeIfAbsent(
        grant.right(), right -> allowances.mayChange(caller(), scope, tenant(), grant));
  }

  /** What people call the tenant. */
  public String getTenantName() {
    if (tenantName == null) {
      tenantName =
          name(directory.names(List.of(tenant())).getOrDefault(tenant(), List.of()), tenant());
    }
    return tenantName;
  }

  /** What people call the project. */
  public String getProjectName() {
    if (projectName == null) {
      long id = project().projectId();
      projectName = name(estates.changedProject(tenant(), id).aliases(), id);
    }
    return projectName;
  }

  /** What people call the stage. */
  public String getStageName() {
    if (stageName == null) {
      long id = stage().stageId();
      stageName = name(estates.changedStage(tenant(), id).aliases(), id);
    }
    return stageName;
  }

  /** The first name, or else the id. */
  public static String name(List<String> names, long id) {
    return names.isEmpty() ? Long.toString(id) : names.get(0);
  }

  /** The address of the tenant's page. */
  public String getTenantAddress() {
    return "/console/tenant?tenant=" + getTenantName();
  }

  /** The address of the project's page. */
  public String getProjectAddress() {
    return projectPage("project");
  }

  /** The address of the stage's page. */
  public String getStageAddress() {
    return stagePage("stage");
  }

  /** The address of a page about the project. */
  public String projectPage(String page) {
    return "/console/%s?tenant=%s&project=%s".formatted(page, getTenantName(), getProjectName());
  }

  /** The address of a page about the stage. */
  public String stagePage(String page) {
    return "/console/%s?tenant=%s&project=%s&stage=%s"
        .formatted(page, getTenantName(), getProjectName(), getStageName());
  }
}
