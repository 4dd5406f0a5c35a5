package omgservers.installation.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import omgservers.installation.AuditReading;
import omgservers.installation.AuditReading.Permit;
import omgservers.shared.audit.model.AuditRecord;
import omgservers.shared.audit.model.AuditTrail;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.rest.Paging;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Directory;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Puts together what the directory and all shards have of the audit. */
@ApplicationScoped
public class AuditPages {
  private static final int DIRECTORY = 0;

  private final AuditReading audit;
  private final Directory directory;
  private final Shards shards;

  /** Pages of this audit. */
  @Inject
  public AuditPages(AuditReading audit, Directory directory, Shards shards) {
    this.audit = audit;
    this.directory = directory;
    this.shards = shards;
  }

  protected AuditPages() {
    this(null, null, null);
  }

  /** Which records are wanted; what is absent does not matter. */
  public static class Filter {
    @QueryParam("actor")
    private String actor;

    @QueryParam("operation")
    private String operation;

    @QueryParam("entity")
    private Long entity;

    @QueryParam("from")
    private Instant from;

    @QueryParam("to")
    private Instant to;
  }

  /** One change: who made it, from where, and what it was before and after. */
  public record AuditView(
      Long id,
      Instant at,
      Long actorId,
      String actorRole,
      @Schema(nullable = true) Long keyId,
      @Schema(nullable = true) String address,
      @Schema(nullable = true) String request,
      String operation,
      @Schema(nullable = true) Long tenantId,
      @Schema(nullable = true) Long entityId,
      JsonValue before,
      JsonValue after) {
    static AuditView of(AuditRecord record) {
      return new AuditView(
          record.id(),
          record.at(),
          record.actorId(),
          record.actorRole(),
          record.keyId().orElse(null),
          record.address().orElse(null),
          record.request().orElse(null),
          record.operation(),
          record.tenantId().orElse(null),
          record.entityId().orElse(null),
          record.before().map(Json::value).orElse(null),
          record.after().map(Json::value).orElse(null));
    }
  }

  /** The page that is asked for. */
  Paging.Page<AuditView> read(Permit permit, Paging paging, Filter filter, String tenant) {
    Slice slice = paging.slice();
    AuditTrail.Wish wish =
        new AuditTrail.Wish(
            filter.actor == null ? null : directory.user(filter.actor),
            filter.operation,
            tenant == null ? null : directory.tenant(tenant),
            filter.entity,
            filter.from,
            filter.to);
    return paging.page(find(permit, wish, slice), AuditRecord::id, AuditView::of);
  }

  /** The records of the slice; the directory is read as if it were one more shard. */
  public List<AuditRecord> find(Permit permit, AuditTrail.Wish wish, Slice slice) {
    return slice.across(
        shards.count() + 1,
        AuditRecord::id,
        (place, part) ->
            place == DIRECTORY
                ? audit.inDirectory(permit, wish, part)
                : audit.inShard(permit, wish, place - 1, part));
  }
}
