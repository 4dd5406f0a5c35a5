package omgservers.deployment.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.platform.Json;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Caller;
import omgservers.tenancy.console.StagesAsked;

/** The picture of a stage as it changes. */
@ApplicationScoped
public class StageTopic implements LiveTopic {
  private final StagePicture picture;
  private final StagesAsked stages;

  /** Pictures of these stages. */
  @Inject
  public StageTopic(StagePicture picture, StagesAsked stages) {
    this.picture = picture;
    this.stages = stages;
  }

  protected StageTopic() {
    this(null, null);
  }

  @Override
  public String name() {
    return "stage";
  }

  @Override
  public Seen seen(Caller caller, Parameters asked) {
    Supplier<Admission> stage = stages.admission(caller, asked);
    return new Seen(
        "stage " + stage.get().stageId() + StagesAsked.sight(caller),
        () -> Json.write(picture.draw(stage.get())));
  }
}
