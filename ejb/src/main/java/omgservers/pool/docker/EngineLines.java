package omgservers.pool.docker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.pool.Driver.Unreachable;
import omgservers.pool.Site;
import omgservers.shared.platform.Settings;

/** The connections to all engines, one line per pool server. */
final class EngineLines implements AutoCloseable {
  private final Settings settings;
  private final Map<Long, Connected> lines = new ConcurrentHashMap<>();

  EngineLines(Settings settings) {
    this.settings = settings;
  }

  private record Connected(Site site, EngineLine line) {}

  /** The connections to the server's engine; new ones when its row was changed. */
  EngineLine to(Site site) {
    return lines.compute(
            site.id(),
            (id, known) -> {
              if (known != null && known.site.equals(site)) {
                return known;
              }
              if (known != null) {
                known.line.close();
              }
              try {
                return new Connected(site, EngineLine.to(site, settings));
              } catch (RuntimeException e) {
                throw new Unreachable(site.name() + ": " + e.getMessage(), e);
              }
            })
        .line;
  }

  /** The sites that were connected to. */
  List<Site> sites() {
    return lines.values().stream().map(Connected::site).toList();
  }

  /** What still waits on these connections is let go. */
  void drop(Site site, EngineLine line) {
    lines.computeIfPresent(site.id(), (id, known) -> known.line.equals(line) ? null : known);
    line.close();
  }

  /**
   * What a call that failed says. The connections of an engine that did not answer are given up:
   * the engine that comes back after it knows none of them, and each would fail one more call.
   */
  RuntimeException fault(Site site, EngineLine line, RuntimeException fault) {
    RuntimeException told = Faults.unreachable(site, fault);
    if (told instanceof Unreachable && !(fault instanceof Unreachable)) {
      lines.computeIfPresent(
          site.id(), (id, known) -> known.line.equals(line) ? renewed(known) : known);
    }
    return told;
  }

  private Connected renewed(Connected known) {
    return new Connected(known.site, known.line.renewed(known.site, settings));
  }

  @Override
  public void close() {
    lines.values().forEach(connected -> connected.line.close());
    lines.clear();
  }
}
