package omgservers.installation;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import omgservers.shared.platform.Inspected;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;

/**
 * All figures of this instance, put together from whoever counts something, and how its parts are.
 * They are for staff and for the monitoring system, which has a password of its own since tokens
 * end after an hour.
 */
@ApplicationScoped
public class Monitoring {
  /** The user that a monitoring system names beside its password. */
  public static final String USER = "metrics";

  private final Authorization authorization;
  private final Settings settings;
  private final Instance<Inspected> inspected;

  /** Monitoring of these parts. */
  @Inject
  public Monitoring(
      Authorization authorization, Settings settings, @Any Instance<Inspected> inspected) {
    this.authorization = authorization;
    this.settings = settings;
    this.inspected = inspected;
  }

  protected Monitoring() {
    this(null, null, null);
  }

  /** The figures of these collectors, for staff. */
  public MetricSnapshots figures(Caller caller, Iterable<MultiCollector> collectors) {
    authorization.staffToRead(caller);
    return all(collectors);
  }

  /** The figures of these collectors, for the monitoring system. */
  public MetricSnapshots figures(
      String user, String password, Iterable<MultiCollector> collectors) {
    requireMonitor(user, password);
    return all(collectors);
  }

  /** How the parts of the installation are, for staff. */
  public List<Inspected.Part> parts(Caller caller) {
    authorization.staffToRead(caller);
    return parts();
  }

  /** How the parts of the installation are, for the monitoring system. */
  public List<Inspected.Part> parts(String user, String password) {
    requireMonitor(user, password);
    return parts();
  }

  private void requireMonitor(String user, String password) {
    Optional<String> wanted = settings.metricsPassword();
    if (wanted.isEmpty()) {
      throw Refusal.unauthenticated(
          "There is no password for monitoring: " + Settings.METRICS_PASSWORD + " is not set.");
    }
    if (!USER.equals(user) || !MessageDigest.isEqual(bytes(wanted.get()), bytes(password))) {
      throw Refusal.unauthenticated("The user or the password is wrong.");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<Inspected.Part> parts() {
    return inspected.stream()
        .flatMap(each -> each.inspect().stream())
        .sorted(Comparator.comparing(Inspected.Part::kind))
        .toList();
  }

  private static MetricSnapshots all(Iterable<MultiCollector> collectors) {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    for (MultiCollector each : collectors) {
      each.collect().forEach(all::metricSnapshot);
    }
    return all.build();
  }
}
