package omgservers.installation.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import omgservers.installation.AuditReading;
import omgservers.installation.rest.AuditPages;
import omgservers.shared.audit.model.AuditRecord;
import omgservers.shared.audit.model.AuditTrail;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;

/** Who changed what: all of the installation for the staff, what is in a tenant for its people. */
@Named
@RequestScoped
public class AuditPage {
  private final AuditReading audit;
  private final AuditPages pages;
  private final Directory directory;
  private final Asked asked;
  private final Visitor visitor;
  private Asked.Listed<Entry> list;

  /** A page by these use cases. */
  @Inject
  public AuditPage(
      AuditReading audit, AuditPages pages, Directory directory, Asked asked, Visitor visitor) {
    this.audit = audit;
    this.pages = pages;
    this.directory = directory;
    this.asked = asked;
    this.visitor = visitor;
  }

  protected AuditPage() {
    this(null, null, null, null, null);
  }

  /** A change: who made it, to what, and what is different since. */
  public record Entry(
      long id,
      Instant at,
      String actor,
      String role,
      Long keyId,
      String address,
      String request,
      String operation,
      String tenant,
      Long entityId,
      List<Differences.Field> fields) {}

  @PostConstruct
  void open() {
    String named = asked.text("tenant");
    Caller caller = visitor.caller();
    if (named == null && !visitor.isStaff()) {
      // Developers look at one tenant at a time.
      list = asked.listed(List.of(), Entry::id);
      return;
    }
    Long tenant = named == null ? null : directory.tenant(named);
    String actor = asked.text("actor");
    AuditTrail.Wish wish =
        new AuditTrail.Wish(
            actor == null ? null : directory.user(actor),
            asked.text("operation"),
            tenant,
            asked.number("entity"),
            moment("from"),
            moment("to"));
    AuditReading.Permit permit =
        tenant == null ? audit.ofInstallation(caller) : audit.ofTenant(caller, tenant);
    List<AuditRecord> found = pages.find(permit, wish, asked.slice());
    list = asked.listed(entries(found), Entry::id);
  }

  private Instant moment(String name) {
    String text = asked.text(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw Refusal.field(name, "must be a moment like 2026-01-31T12:00:00Z");
    }
  }

  private List<Entry> entries(List<AuditRecord> found) {
    Map<Long, List<String>> names =
        directory.names(
            found.stream()
                .flatMap(each -> Stream.of(each.actorId(), each.tenantId().orElse(null)))
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    return found.stream().map(each -> entry(each, names)).toList();
  }

  private static Entry entry(AuditRecord found, Map<Long, List<String>> names) {
    return new Entry(
        found.id(),
        found.at(),
        name(found.actorId(), names),
        found.actorRole(),
        found.keyId().orElse(null),
        found.address().orElse(null),
        found.request().orElse(null),
        found.operation(),
        found.tenantId().map(tenant -> name(tenant, names)).orElse(null),
        found.entityId().orElse(null),
        Differences.of(found.before().orElse(null), found.after().orElse(null)));
  }

  private static String name(long id, Map<Long, List<String>> names) {
    return names.getOrDefault(id, List.of()).stream().findFirst().orElse(Long.toString(id));
  }

  /** The changes. */
  public Asked.Listed<Entry> getList() {
    return list;
  }

  /** Whether a tenant has to be named first. */
  public boolean isTenantMissing() {
    return asked.text("tenant") == null && !visitor.isStaff();
  }

  /** The address of the same search for what this actor did. */
  public String byActor(Entry entry) {
    return asked.with("actor", entry.actor());
  }

  /** The address of the same search for what was done to the same thing. */
  public String aboutEntity(Entry entry) {
    return asked.with("entity", String.valueOf(entry.entityId()));
  }
}
