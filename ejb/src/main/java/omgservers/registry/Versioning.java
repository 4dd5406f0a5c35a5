package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.regex.Pattern;
import omgservers.registry.model.Image;
import omgservers.registry.model.ImageQualifier;
import omgservers.registry.model.Version;
import omgservers.registry.model.Versions;
import omgservers.shared.audit.Audit;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Ids;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.References;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/** Versions of projects and the images that run them. */
@ApplicationScoped
@Transactional
public class Versioning {
  /** A version configuration has at most this many characters as JSON. */
  public static final int CONFIG_MAX = 65_536;

  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  private final Versions versions;
  private final Tenancy tenancy;
  private final Authorization authorization;
  private final Audit audit;
  private final Ids ids;

  /** Administration of these versions. */
  @Inject
  public Versioning(
      Versions versions, Tenancy tenancy, Authorization authorization, Audit audit, Ids ids) {
    this.versions = versions;
    this.tenancy = tenancy;
    this.authorization = authorization;
    this.audit = audit;
    this.ids = ids;
  }

  protected Versioning() {
    this(null, null, null, null, null);
  }

  /** An image to be bound to a version, all as the caller wrote it. */
  public record Binding(
      String tenant, String project, String version, ImageQualifier qualifier, String image) {}

  /** A new version of the project, if its configuration can work. */
  public long createVersion(Caller caller, long tenant, String project, VersionConfig config) {
    long projectId = projectToChange(caller, tenant, project);
    var faults = config.faults();
    if (!faults.isEmpty()) {
      throw Refusal.invalid(Qualifier.WRONG_CONFIGURATION, String.join("; ", faults));
    }
    String json = Json.write(config.stated());
    if (json.length() > CONFIG_MAX) {
      throw Refusal.invalid(
          Qualifier.WRONG_CONFIGURATION, "config: longer than " + CONFIG_MAX + " characters");
    }
    long id = ids.beside(tenant);
    versions.add(
        new Version(id, tenant, projectId, json, omgservers.shared.sharding.Slots.madeAt(id)));
    audit.record(caller.actor(), "version.create", Audit.Subject.of(tenant, id), null, config);
    return id;
  }

  /** Binds the image to the version; false when the version has one of the kind already. */
  public boolean createImage(Caller caller, long tenant, Binding binding) {
    long projectId = projectToChange(caller, tenant, binding.project);
    long versionId =
        References.id(binding.version)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        Qualifier.WRONG_VERSION, "version: '" + binding.version + "' is no id"));
    Version version =
        versions
            .find(tenant, versionId)
            .filter(found -> found.projectId() == projectId)
            .orElseThrow(() -> Refusal.notFound("There is no version " + versionId + "."));
    requireOwnImage(binding);
    if (versions.images(version.id()).stream()
        .anyMatch(image -> image.qualifier() == binding.qualifier)) {
      return false;
    }
    long id = ids.beside(tenant);
    versions.add(
        new Image(
            id,
            tenant,
            version.id(),
            binding.qualifier,
            binding.image,
            omgservers.shared.sharding.Slots.madeAt(id)));
    audit.record(
        caller.actor(), "image.create", Audit.Subject.of(tenant, version.id()), null, binding);
    return true;
  }

  private long projectToChange(Caller caller, long tenant, String project) {
    long projectId = tenancy.visible(caller, tenant, project, null).projectId();
    authorization.toWrite(caller, Scope.VERSIONS, tenant, Right.VERSION_MANAGER.on(projectId));
    return projectId;
  }

  private static void requireOwnImage(Binding binding) {
    String prefix = binding.tenant + "/" + binding.project + ":";
    boolean own =
        binding.image.startsWith(prefix)
            && TAG.matcher(binding.image.substring(prefix.length())).matches();
    if (!own) {
      throw Refusal.forbidden(
          Qualifier.WRONG_IMAGE, "image: '" + binding.image + "' is not " + prefix + "<tag>");
    }
  }

  /** The name of the image that runs the kind of runtime, the universal one first. */
  public Optional<String> imageFor(long version, ImageQualifier wanted) {
    var images = versions.images(version);
    return images.stream()
        .filter(image -> image.qualifier() == ImageQualifier.UNIVERSAL)
        .findFirst()
        .or(() -> images.stream().filter(image -> image.qualifier() == wanted).findFirst())
        .map(Image::image);
  }

  /** The version of the tenant. */
  public Version version(long tenant, long id) {
    return versions
        .find(tenant, id)
        .orElseThrow(() -> Refusal.notFound("There is no version " + id + "."));
  }
}
