package omgservers.matchmaking.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import omgservers.shared.platform.Json;
import omgservers.tenancy.console.Where;

/** The queues of a stage. */
@Named
@RequestScoped
public class QueuesPage {
  private final QueueFigures queues;
  private final Where where;
  private QueueFigures.Figures figures;

  /** A page of these figures. */
  @Inject
  public QueuesPage(QueueFigures queues, Where where) {
    this.queues = queues;
    this.where = where;
  }

  protected QueuesPage() {
    this(null, null);
  }

  @PostConstruct
  void load() {
    figures = queues.of(where.toSee());
  }

  /** The queues, as the page's script reads them. */
  public String getFigures() {
    return Json.write(figures);
  }

  /** The queues. */
  public List<QueueFigures.Row> getRows() {
    return figures.rows();
  }

  /** The address of the page of the queue. */
  public String address(QueueFigures.Row row) {
    return where.stagePage("queue")
        + "&deployment=%s&mode=%s"
            .formatted(row.deployment(), URLEncoder.encode(row.mode(), StandardCharsets.UTF_8));
  }
}
