package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import omgservers.registry.model.ArrivingLayers;
import omgservers.registry.model.PushedImages;
import omgservers.shared.audit.Audit;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Standing;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/** How much tenants keep in the registry, and how much they may. */
@ApplicationScoped
@Transactional
public class Quotas {
  /** A layer whose image is not known after this time is the garbage of a push that broke off. */
  static final Duration ARRIVAL_MAX = Duration.ofMinutes(10);

  private static final long MIB = 1 << 20;

  private final PushedImages images;
  private final ArrivingLayers arriving;
  private final Authorization authorization;
  private final Standing standing;
  private final Audit audit;
  private final Settings settings;
  private final Time time;

  /** Quotas of these images. */
  @Inject
  public Quotas(
      PushedImages images,
      ArrivingLayers arriving,
      Authorization authorization,
      Standing standing,
      Audit audit,
      Settings settings,
      Time time) {
    this.images = images;
    this.arriving = arriving;
    this.authorization = authorization;
    this.standing = standing;
    this.audit = audit;
    this.settings = settings;
    this.time = time;
  }

  protected Quotas() {
    this(null, null, null, null, null, null, null);
  }

  /** How much a tenant keeps and may keep; whether that was said for it alone. */
  public record Usage(long keptBytes, long quotaBytes, boolean own, long images) {
    boolean isFull() {
      return keptBytes >= quotaBytes;
    }
  }

  /** What the tenant keeps; whoever sees the tenant may know. */
  public Usage of(Caller caller, long tenant) {
    authorization.toRead(
        caller, tenant, Right.TENANT_VIEWER.on(tenant), Right.PROJECT_MANAGER.on(tenant));
    return usage(tenant);
  }

  /** What the tenant keeps. */
  Usage usage(long tenant) {
    var own = images.quota(tenant);
    return new Usage(
        images.kept(tenant),
        own.orElseGet(settings::registryQuota) * MIB,
        own.isPresent(),
        images.count(tenant));
  }

  /** How many bytes came of the tenant that belong to no image yet. */
  long arriving(long tenant) {
    return arriving.bytes(tenant, time.now().minus(ARRIVAL_MAX));
  }

  /** A layer of the tenant is complete in the registry. */
  void arrives(long tenant, PushedImages.Layer layer) {
    Instant now = time.now();
    arriving.add(tenant, layer, now, now.minus(ARRIVAL_MAX));
  }

  /** The image of these layers is known. */
  void arrived(long tenant, Collection<PushedImages.Layer> layers) {
    arriving.remove(tenant, layers);
  }

  /** The tenant may keep so many MiB; null for as much as the setting says. */
  public Usage set(Caller caller, long tenant, Integer mib) {
    authorization.requireTenant(caller, tenant);
    authorization.staffToWrite(caller, Scope.TENANCY);
    standing.hold(tenant);
    Integer before = images.quota(tenant).orElse(null);
    images.quota(tenant, mib);
    audit.record(
        caller.actor(), "tenant.quota", Audit.Subject.of(tenant, tenant), told(before), told(mib));
    return usage(tenant);
  }

  private static Map<String, Object> told(Integer mib) {
    Map<String, Object> told = new HashMap<>();
    told.put("quota_mib", mib);
    return told;
  }

  /** The size for people. */
  static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", (double) bytes / MIB);
  }
}
