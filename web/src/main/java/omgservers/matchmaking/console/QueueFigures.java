package omgservers.matchmaking.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import omgservers.deployment.Rollouts;
import omgservers.deployment.Rollouts.DeploymentFact;
import omgservers.deployment.model.Deployment;
import omgservers.matchmaking.Explaining;
import omgservers.matchmaking.Queues;
import omgservers.matchmaking.Queues.QueueFact;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.console.Words;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Time;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Caller;
import omgservers.tenancy.console.StagesAsked;

/** The queues of a stage as they change: of each mode of each deployment that is not over. */
@ApplicationScoped
public class QueueFigures implements LiveTopic {
  private static final int DEPLOYMENTS_MAX = 20;
  private static final double PER_CENT = 100;

  private final Queues queues;
  private final Explaining explaining;
  private final Rollouts rollouts;
  private final StagesAsked stages;
  private final Words words;
  private final Time time;

  /** Figures of these queues. */
  @Inject
  public QueueFigures(
      Queues queues,
      Explaining explaining,
      Rollouts rollouts,
      StagesAsked stages,
      Words words,
      Time time) {
    this.queues = queues;
    this.explaining = explaining;
    this.rollouts = rollouts;
    this.stages = stages;
    this.words = words;
    this.time = time;
  }

  protected QueueFigures() {
    this(null, null, null, null, null, null);
  }

  /** The queue of a mode, in words; what is not known is a dash. */
  public record Row(
      String deployment,
      String version,
      boolean takesPlayers,
      String mode,
      int waiting,
      String oldest,
      int openMatches,
      int seatsFree,
      String p50,
      String p95,
      String p99,
      String fill,
      String spread,
      String matched,
      String expired) {}

  /** All queues; the key differs when there are others than before. */
  public record Figures(String key, List<Row> rows) {}

  @Override
  public String name() {
    return "queues";
  }

  @Override
  public Seen seen(Caller caller, Parameters asked) {
    Supplier<Admission> stage = stages.admission(caller, asked);
    return new Seen(
        "queues " + stage.get().stageId() + StagesAsked.sight(caller),
        () -> Json.write(of(stage.get())));
  }

  /** The queues of the stage. */
  Figures of(Admission stage) {
    List<Row> rows = new ArrayList<>();
    for (Deployment.State state : List.of(Deployment.State.ACTIVE, Deployment.State.DRAINING)) {
      for (DeploymentFact deployment : rollouts.list(stage, state, Slice.first(DEPLOYMENTS_MAX))) {
        Rollouts.Play play = rollouts.play(stage, deployment.id());
        queues
            .list(stage, play.matchmakerId(), play.modes())
            .forEach(queue -> rows.add(row(stage, deployment, queue)));
      }
    }
    String key =
        String.join(" ", rows.stream().map(row -> row.deployment + "/" + row.mode).toList());
    return new Figures(key, rows);
  }

  private Row row(Admission stage, DeploymentFact deployment, QueueFact queue) {
    Explaining.LatelyFact seen = explaining.lately(stage, deployment.matchmakerId(), queue.mode());
    return new Row(
        Long.toString(deployment.id()),
        Long.toString(deployment.versionId()),
        deployment.state() == Deployment.State.ACTIVE,
        queue.mode(),
        (int) queue.waiting(),
        queue.oldest() == null
            ? words.span(null)
            : words.span(Math.max(0, Duration.between(queue.oldest(), time.now()).toMillis())),
        (int) queue.openMatches(),
        (int) Math.min(queue.seatsFree(), Integer.MAX_VALUE),
        words.span(seen.p50()),
        words.span(seen.p95()),
        words.span(seen.p99()),
        seen.fill() == null ? words.span(null) : words.figure(PER_CENT * seen.fill()) + " %",
        words.figure(seen.spread()),
        Long.toString(seen.matched()),
        Long.toString(seen.expired()));
  }
}
