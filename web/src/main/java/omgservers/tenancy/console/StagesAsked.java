package omgservers.tenancy.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Admissions;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Role;

/** Stages that something live asks about, by the parameters of its page. */
@ApplicationScoped
public class StagesAsked {
  private final Admissions admissions;
  private final Directory directory;

  /** Stages by these names, for those who are admitted. */
  @Inject
  public StagesAsked(Admissions admissions, Directory directory) {
    this.admissions = admissions;
    this.directory = directory;
  }

  protected StagesAsked() {
    this(null, null);
  }

  /**
   * Admits the caller to see the stage, anew each time: a permission may be taken away while the
   * page is open. By ids from then on: a view is shared by all who look at the stage, and must not
   * end for those who came by one of its names when another name is taken away.
   */
  public Supplier<Admission> admission(Caller caller, LiveTopic.Parameters asked) {
    Admissions.Stage named =
        new Admissions.Stage(
            directory.tenant(need(asked, "tenant")), need(asked, "project"), need(asked, "stage"));
    Tenancy.Place place = admissions.toSee(caller, named).place();
    Admissions.Stage stage =
        new Admissions.Stage(
            place.tenantId(), Long.toString(place.projectId()), Long.toString(place.stageId()));
    return () -> admissions.toSee(caller, stage);
  }

  private static String need(LiveTopic.Parameters asked, String name) {
    String value = asked.get(name);
    if (value == null || value.isBlank()) {
      throw Refusal.notFound("The address lacks the parameter " + name + ".");
    }
    return value;
  }

  /** The parameter as an id. */
  public long id(LiveTopic.Parameters asked, String name) {
    try {
      return Long.parseLong(need(asked, name));
    } catch (NumberFormatException e) {
      throw Refusal.field(name, "must be an id");
    }
  }

  /** A part of a view's key: those with the same see the same. */
  public static String sight(Caller caller) {
    return caller.role() == Role.DEVELOPER ? " of " + caller.userId() : "";
  }
}
