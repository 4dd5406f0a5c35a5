package omgservers.installation.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import omgservers.installation.Concern;
import omgservers.shared.console.Words;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Estates;

/** What needs attention, in words and with the page that tells more. */
@ApplicationScoped
public class ConcernLines {
  /** So many are shown; the worst come first. */
  private static final int SHOWN_MAX = 20;

  private final Directory directory;
  private final Estates estates;

  /** Lines with the names of these. */
  @Inject
  public ConcernLines(Directory directory, Estates estates) {
    this.directory = directory;
    this.estates = estates;
  }

  protected ConcernLines() {
    this(null, null);
  }

  /**
   * A line.
   *
   * @param tone how bad it is: bad or busy
   * @param title what is wrong
   * @param where what it is about
   * @param link the page that tells more
   */
  public record Line(
      String tone, String title, String where, String reason, Instant since, String link) {}

  /** The lines of what was found, the worst first. */
  public List<Line> of(List<Concern> found, Words words) {
    List<Concern> shown =
        found.stream()
            .sorted(java.util.Comparator.comparing(Concern::kind))
            .limit(SHOWN_MAX)
            .toList();
    Map<Long, List<String>> tenants =
        directory.names(
            shown.stream().map(Concern::tenantId).filter(Objects::nonNull).distinct().toList());
    return shown.stream().map(concern -> line(concern, tenants, words)).toList();
  }

  private static String ofInstallation(Concern concern) {
    return switch (concern.kind()) {
      case SERVER_LOST -> "/console/pool-server?server=" + concern.name();
      case SHARD_LOST, OUTBOX -> "/console/shards";
      default -> null;
    };
  }

  private Line line(Concern concern, Map<Long, List<String>> tenants, Words words) {
    String kind = concern.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    String where = concern.name();
    String link = ofInstallation(concern);
    if (concern.tenantId() != null) {
      String tenant = name(tenants.get(concern.tenantId()), concern.tenantId());
      where = tenant + " · " + concern.id();
      link = "/console/tenant?tenant=" + tenant;
      if (concern.kind() != Concern.Kind.FAILED_BUILD) {
        try {
          Estates.EstateFact stage = estates.changedStage(concern.tenantId(), concern.stageId());
          where = tenant + " / " + name(stage.aliases(), stage.id()) + " · " + concern.id();
          link =
              "/console/stage?tenant=%s&project=%d&stage=%d"
                  .formatted(tenant, stage.projectId(), stage.id());
          if (concern.kind() == Concern.Kind.NO_ROOM
              || concern.kind() == Concern.Kind.FAILED_RUNTIME) {
            link = link.replace("/stage?", "/runtime?") + "&runtime=" + concern.id();
          }
        } catch (Refusal | java.util.NoSuchElementException e) {
          // It is being deleted; its tenant tells.
          link = "/console/tenant?tenant=" + tenant;
        }
      }
    }
    boolean bad =
        concern.kind() != Concern.Kind.NO_ROOM && concern.kind() != Concern.Kind.FAILED_BUILD;
    return new Line(
        bad ? "bad" : "busy",
        words.of("concern." + kind),
        where,
        words.clean(concern.reason()),
        concern.since(),
        link);
  }

  private static String name(List<String> names, long id) {
    return names == null || names.isEmpty() ? Long.toString(id) : names.get(0);
  }
}
