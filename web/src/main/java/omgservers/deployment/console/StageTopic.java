package omgservers.deployment.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Admissions;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.model.Role;

/** The picture of a stage as it changes. */
@ApplicationScoped
public class StageTopic implements LiveTopic {
  private final StagePicture picture;
  private final Admissions admissions;
  private final Directory directory;

  /** Pictures for those who are admitted. */
  @Inject
  public StageTopic(StagePicture picture, Admissions admissions, Directory directory) {
    this.picture = picture;
    this.admissions = admissions;
    this.directory = directory;
  }

  protected StageTopic() {
    this(null, null, null);
  }

  @Override
  public String name() {
    return "stage";
  }

  /** Admitted anew each time: a permission may be taken away while the page is open. */
  @Override
  public Seen seen(Caller caller, Parameters asked) {
    Admissions.Stage stage =
        new Admissions.Stage(
            directory.tenant(need(asked, "tenant")), need(asked, "project"), need(asked, "stage"));
    Admission admission = admissions.toSee(caller, stage);
    String who = caller.role() == Role.DEVELOPER ? " of " + caller.userId() : "";
    return new Seen(
        "stage " + admission.stageId() + who,
        () -> Json.write(picture.draw(admissions.toSee(caller, stage))));
  }

  private static String need(Parameters asked, String name) {
    String value = asked.get(name);
    if (value == null) {
      throw Refusal.notFound("The address lacks the parameter " + name + ".");
    }
    return value;
  }
}
