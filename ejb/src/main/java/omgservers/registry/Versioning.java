package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import omgservers.registry.model.Image;
import omgservers.registry.model.ImageQualifier;
import omgservers.registry.model.PushedImages;
import omgservers.registry.model.Version;
import omgservers.registry.model.Versions;
import omgservers.shared.audit.Audit;
import omgservers.shared.audit.model.AuditRecord;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Ids;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.References;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/** Versions of projects and the images that run them. */
@ApplicationScoped
@Transactional
public class Versioning {
  /** A version configuration has at most this many characters as JSON. */
  public static final int CONFIG_MAX = 65_536;

  private static final Pattern IMAGE =
      Pattern.compile("([^/:]+)/([^/:]+):[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  private final Versions versions;
  private final PushedImages pushed;
  private final Tenancy tenancy;
  private final Authorization authorization;
  private final Audit audit;
  private final Ids ids;
  private final Event<VersionChange> changes;
  private final Event<ImageBound> bound;

  /** Administration of these versions. */
  @Inject
  public Versioning(
      Versions versions,
      PushedImages pushed,
      Tenancy tenancy,
      Authorization authorization,
      Audit audit,
      Ids ids,
      Event<VersionChange> changes,
      Event<ImageBound> bound) {
    this.versions = versions;
    this.pushed = pushed;
    this.tenancy = tenancy;
    this.authorization = authorization;
    this.audit = audit;
    this.ids = ids;
    this.changes = changes;
    this.bound = bound;
  }

  protected Versioning() {
    this(null, null, null, null, null, null, null, null);
  }

  /** An image to be bound to a version, all as the caller wrote it. */
  public record Binding(
      String tenant, String project, String version, ImageQualifier qualifier, String image) {}

  /** An image for a version. */
  public record NewImage(ImageQualifier qualifier, String image) {}

  /** A version with its images from the beginning, in a project of a tenant called like this. */
  public record NewVersion(VersionConfig config, List<NewImage> images, List<String> tenants) {}

  /** A new version of the project, if its configuration can work. */
  public long createVersion(Caller caller, long tenant, String project, VersionConfig config) {
    Tenancy.Place place = tenancy.visible(caller, tenant, project, null);
    return createVersion(caller, place, new NewVersion(config, List.of(), List.of()));
  }

  /** A new version of the project with its images, if its configuration can work. */
  public long createVersion(Caller caller, Tenancy.Place project, NewVersion wish) {
    long tenant = project.tenantId();
    requireManager(caller, project);
    tenancy.requireActive(project);
    long id = ids.beside(tenant);
    versions.add(new Version(id, tenant, project.projectId(), checked(wish.config), madeAt(id)));
    audit.record(caller.actor(), "version.create", Audit.Subject.of(tenant, id), null, wish.config);
    for (int i = 0; i < wish.images.size(); i++) {
      NewImage image = wish.images.get(i);
      String field = "images[" + i + "].";
      requireOwn(field + "image", image.image, wish.tenants, tenancy.callings(project));
      if (wish.images.subList(0, i).stream().anyMatch(it -> it.qualifier == image.qualifier)) {
        throw Refusal.field(field + "qualifier", "is there twice: " + image.qualifier);
      }
      add(caller, tenant, id, image);
    }
    return id;
  }

  /** A version of what was pushed to the project, whose image is pinned to that content. */
  long createPushed(
      AuditRecord.Actor actor, Tenancy.Place project, VersionConfig config, Image.Named image) {
    long tenant = project.tenantId();
    long id = ids.beside(tenant);
    versions.add(new Version(id, tenant, project.projectId(), checked(config), madeAt(id)));
    Image bound = new Image(ids.beside(tenant), tenant, id, image, madeAt(id));
    versions.add(bound);
    this.bound.fire(new ImageBound(bound.reference()));
    audit.record(
        actor,
        "version.create",
        Audit.Subject.of(tenant, id),
        null,
        PushedVersions.told(config, image));
    return id;
  }

  private void requireManager(Caller caller, Tenancy.Place project) {
    authorization.toWrite(
        caller, Scope.VERSIONS, project.tenantId(), Right.VERSION_MANAGER.on(project.projectId()));
  }

  private static String checked(VersionConfig config) {
    var faults = config.faults();
    if (!faults.isEmpty()) {
      throw Refusal.invalid(Qualifier.WRONG_CONFIGURATION, String.join("; ", faults));
    }
    String json = Json.write(config.stated());
    if (json.length() > CONFIG_MAX) {
      throw Refusal.invalid(
          Qualifier.WRONG_CONFIGURATION, "config: longer than " + CONFIG_MAX + " characters");
    }
    return json;
  }

  private static Instant madeAt(long id) {
    return omgservers.shared.sharding.Slots.madeAt(id);
  }

  /** Binds the image to the version; false when the version has one of the kind already. */
  public boolean createImage(Caller caller, long tenant, Binding binding) {
    Tenancy.Place project = tenancy.visible(caller, tenant, binding.project, null);
    requireManager(caller, project);
    long versionId =
        References.id(binding.version)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        Qualifier.WRONG_VERSION, "version: '" + binding.version + "' is no id"));
    Version version = lock(project, versionId);
    requireOwn("image", binding.image, List.of(binding.tenant), List.of(binding.project));
    if (has(version.id(), binding.qualifier)) {
      return false;
    }
    add(caller, tenant, version.id(), new NewImage(binding.qualifier, binding.image));
    return true;
  }

  /** Binds the image to the version; the tenant is called like this. */
  public void addImage(
      Caller caller, Tenancy.Place project, long id, NewImage image, List<String> tenants) {
    requireManager(caller, project);
    Version version = lock(project, id);
    requireOwn("image", image.image, tenants, tenancy.callings(project));
    if (has(version.id(), image.qualifier)) {
      throw Refusal.conflict(
          Qualifier.DB_CONSTRAINT_VIOLATED,
          "The version has an image of the type " + image.qualifier + " already.");
    }
    add(caller, project.tenantId(), version.id(), image);
  }

  /** Takes the image away from the version, while nothing runs it. */
  public void removeImage(Caller caller, Tenancy.Place project, long id, ImageQualifier qualifier) {
    requireManager(caller, project);
    Version version = lock(project, id);
    Image image =
        versions.images(version.id()).stream()
            .filter(it -> it.qualifier() == qualifier)
            .findFirst()
            .orElseThrow(
                () -> Refusal.notFound("The version has no image of the type " + qualifier + "."));
    changes.fire(new VersionChange(project.tenantId(), version.id()));
    versions.remove(image);
    audit.record(
        caller.actor(),
        "image.delete",
        Audit.Subject.of(project.tenantId(), version.id()),
        new NewImage(qualifier, image.image()),
        null);
  }

  /** The version of the project, which is not being deleted and cannot be for now. */
  private Version lock(Tenancy.Place project, long id) {
    Version version =
        versions
            .lock(project.tenantId(), id)
            .filter(found -> found.projectId() == project.projectId())
            .orElseThrow(() -> Catalog.unknown(id));
    requireActive(version);
    return version;
  }

  private static void requireActive(Version version) {
    if (version.state() != Life.ACTIVE) {
      throw Refusal.conflict(
          Qualifier.WRONG_VERSION_STATE, "The version " + version.id() + " is being deleted.");
    }
  }

  private boolean has(long version, ImageQualifier qualifier) {
    return versions.images(version).stream().anyMatch(image -> image.qualifier() == qualifier);
  }

  private void add(Caller caller, long tenant, long version, NewImage image) {
    long id = ids.beside(tenant);
    Image made =
        new Image(
            id,
            tenant,
            version,
            new Image.Named(image.qualifier, image.image, pushed.digest(tenant, image.image)),
            madeAt(id));
    versions.add(made);
    bound.fire(new ImageBound(made.reference()));
    audit.record(caller.actor(), "image.create", Audit.Subject.of(tenant, version), null, image);
  }

  /** An image is called after its project: <code>tenant/project:tag</code>. */
  private static void requireOwn(
      String field, String image, List<String> tenants, List<String> projects) {
    Matcher parts = IMAGE.matcher(image);
    boolean own =
        parts.matches() && tenants.contains(parts.group(1)) && projects.contains(parts.group(2));
    if (!own) {
      throw Refusal.forbidden(
          Qualifier.WRONG_IMAGE,
          "%s: '%s' is not %s/%s:<tag>"
              .formatted(field, image, String.join("|", tenants), String.join("|", projects)));
    }
  }

  /** What an engine is asked for to run the kind of runtime, the universal image first. */
  public Optional<String> imageFor(long version, ImageQualifier wanted) {
    var images = versions.images(version);
    return images.stream()
        .filter(image -> image.qualifier() == ImageQualifier.UNIVERSAL)
        .findFirst()
        .or(() -> images.stream().filter(image -> image.qualifier() == wanted).findFirst())
        .map(Image::reference);
  }

  /** The version of the tenant. */
  public Version version(long tenant, long id) {
    return versions.find(tenant, id).orElseThrow(() -> Catalog.unknown(id));
  }

  /** The version of the tenant to be deployed: it is not being deleted and cannot be for now. */
  public Version toDeploy(long tenant, long id) {
    Version version = versions.lock(tenant, id).orElseThrow(() -> Catalog.unknown(id));
    requireActive(version);
    return version;
  }

  /** The version that the tag of the project stands for, if there is one to deploy. */
  public Optional<Long> tagged(long project, String tag) {
    return pushed
        .tagged(project, tag)
        .flatMap(digest -> pushed.find(project, digest))
        .flatMap(image -> image.versionId().flatMap(id -> versions.find(image.tenantId(), id)))
        .filter(version -> version.state() == Life.ACTIVE)
        .map(Version::id);
  }
}
