package omgservers.shared.audit;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.regex.Pattern;
import omgservers.shared.audit.model.AuditRecord;
import omgservers.shared.audit.model.AuditTrail;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Ids;

/** Writes down every administrative change, in its own transaction, with secrets masked. */
@ApplicationScoped
public class Audit implements MultiCollector {
  /** What stands in the place of a secret. */
  public static final String MASK = "***";

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|token|private).*|fresh|current");

  private final Counter records =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_audit_records_total")
          .help("Administrative changes that were written down.")
          .build();
  private final AuditTrail trail;
  private final Ids ids;
  private final Time time;

  /** Writes to this trail. */
  @Inject
  public Audit(AuditTrail trail, Ids ids, Time time) {
    this.trail = trail;
    this.ids = ids;
    this.time = time;
  }

  protected Audit() {
    this(null, null, null);
  }

  /** What was changed: its tenant if it has one, and its id if it has one. */
  public record Subject(Long tenantId, Long entityId) {
    /** Something of a tenant. */
    public static Subject of(long tenant, long entity) {
      return new Subject(tenant, entity);
    }

    /** Something of the whole installation. */
    public static Subject of(long entity) {
      return new Subject(null, entity);
    }
  }

  /**
   * The actor changes the subject in the present transaction, which already works on a database;
   * before and after are written as JSON, null when there is nothing.
   */
  public void record(
      AuditRecord.Actor actor, String operation, Subject subject, Object before, Object after) {
    Long entity = subject.entityId;
    trail.add(
        new AuditRecord(
            entity == null ? ids.anywhere() : ids.beside(entity),
            time.now(),
            actor,
            operation,
            new AuditRecord.Subject(subject.tenantId, entity, json(before), json(after))));
    records.inc();
  }

  /** How many changes were written down. */
  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(records.collect());
  }

  private static String json(Object state) {
    if (state == null) {
      return null;
    }
    String written = omgservers.shared.platform.Json.write(state);
    return masked(omgservers.shared.platform.Json.value(written)).toString();
  }

  /** The same JSON without what looks like a secret. */
  static JsonValue masked(JsonValue value) {
    return switch (value.getValueType()) {
      case OBJECT -> {
        JsonObjectBuilder copy = Json.createObjectBuilder();
        value
            .asJsonObject()
            .forEach(
                (name, member) -> copy.add(name, isSecret(name, member) ? mask() : masked(member)));
        yield copy.build();
      }
      case ARRAY -> {
        JsonArrayBuilder copy = Json.createArrayBuilder();
        value.asJsonArray().forEach(element -> copy.add(masked(element)));
        yield copy.build();
      }
      default -> value;
    };
  }

  private static boolean isSecret(String name, JsonValue member) {
    return member.getValueType() == JsonValue.ValueType.STRING && SECRET.matcher(name).matches();
  }

  private static JsonValue mask() {
    return Json.createValue(MASK);
  }
}
