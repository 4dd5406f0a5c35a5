package omgservers.installation.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.installation.Pulse;
import omgservers.installation.Pulse.WaitingQueue;
import omgservers.shared.console.Visitor;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Estates;
import omgservers.tenancy.console.Where;

/** All queues in which somebody waits for a match. */
@Named
@RequestScoped
public class MatchmakingPage {
  private final Pulse pulse;
  private final Directory directory;
  private final Estates estates;
  private final Visitor visitor;
  private List<Line> lines;

  /** A page with the names of these. */
  @Inject
  public MatchmakingPage(Pulse pulse, Directory directory, Estates estates, Visitor visitor) {
    this.pulse = pulse;
    this.directory = directory;
    this.estates = estates;
    this.visitor = visitor;
  }

  protected MatchmakingPage() {
    this(null, null, null, null);
  }

  /** A queue. */
  public record Line(String mode, String where, int waiting, Instant oldest, String address) {}

  @PostConstruct
  void load() {
    List<WaitingQueue> found = pulse.queues(visitor.caller());
    Map<Long, List<String>> tenants =
        directory.names(found.stream().map(queue -> queue.site().tenantId()).distinct().toList());
    lines = found.stream().flatMap(queue -> line(queue, tenants).stream()).toList();
  }

  private Optional<Line> line(WaitingQueue queue, Map<Long, List<String>> tenants) {
    long id = queue.site().tenantId();
    String tenant = Where.name(tenants.getOrDefault(id, List.of()), id);
    try {
      return Optional.of(line(queue, tenant, estates.changedStage(id, queue.site().stageId())));
    } catch (Refusal refusal) {
      // The stage is being deleted, and so are those who wait there.
      return Optional.empty();
    }
  }

  private static Line line(WaitingQueue queue, String tenant, Estates.EstateFact stage) {
    return new Line(
        queue.mode(),
        tenant + " / " + Where.name(stage.aliases(), stage.id()),
        queue.waiting(),
        queue.oldest(),
        "/console/queue?tenant=%s&project=%d&stage=%d&deployment=%d&mode=%s"
            .formatted(
                tenant,
                stage.projectId(),
                stage.id(),
                queue.site().deploymentId(),
                URLEncoder.encode(queue.mode(), StandardCharsets.UTF_8)));
  }

  /** The queues, who has waited longest first. */
  public List<Line> getLines() {
    return lines;
  }
}
