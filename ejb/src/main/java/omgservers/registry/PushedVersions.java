package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import omgservers.registry.model.Image;
import omgservers.registry.model.ImageQualifier;
import omgservers.registry.model.PushedImage;
import omgservers.registry.model.PushedImages;
import omgservers.registry.model.PushedImages.Tag;
import omgservers.registry.model.Versions;
import omgservers.shared.audit.model.AuditRecord;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.work.Wakes;
import omgservers.tenancy.Standing;
import omgservers.tenancy.model.Life;

/** Decides what an image that was pushed becomes: a version of its project, or refused. */
@ApplicationScoped
@Transactional
class PushedVersions {
  private final PushedImages images;
  private final Versions versions;
  private final Versioning versioning;
  private final ImageLabels labels;
  private final Quotas quotas;
  private final Standing standing;
  private final Wakes wakes;
  private final Event<TagMoved> moves;

  @Inject
  PushedVersions(
      PushedImages images,
      Versions versions,
      Versioning versioning,
      ImageLabels labels,
      Quotas quotas,
      Standing standing,
      Wakes wakes,
      Event<TagMoved> moves) {
    this.images = images;
    this.versions = versions;
    this.versioning = versioning;
    this.labels = labels;
    this.quotas = quotas;
    this.standing = standing;
    this.wakes = wakes;
    this.moves = moves;
  }

  protected PushedVersions() {
    this(null, null, null, null, null, null, null, null);
  }

  /** The image becomes a version, in the name of whoever pushed it; a refusal changes nothing. */
  void decide(PushBook.Task task, ImageContent content, AuditRecord.Actor actor) {
    long tenant = task.project().tenantId();
    standing.holdProject(tenant, task.project().projectId());
    PushedImage image = images.lock(task.id()).orElse(null);
    if (image == null || image.state() != PushedImage.State.ARRIVED) {
      return;
    }
    List<Tag> tags =
        images.tags(task.project().projectId()).stream()
            .filter(tag -> tag.digest().equals(task.digest()))
            .toList();
    if (tags.isEmpty()) {
      image.refuse("No tag points to it any more.");
      return;
    }
    ImageQualifier qualifier = ImageLabels.qualifier(content.labels());
    VersionConfig config =
        labels.config(content.labels()).orElseGet(() -> latest(task.project().projectId()));
    Tag first = tags.get(0);
    Image.Named named =
        new Image.Named(qualifier, first.repository() + ":" + first.tag(), task.digest());
    image.become(versioning.createPushed(actor, task.project(), config, named));
    tags.stream()
        .map(Tag::tag)
        .distinct()
        .forEach(tag -> moves.fire(new TagMoved(tenant, task.project().projectId(), tag)));
  }

  /** Writes down what is in the image; whether that is more than the tenant may keep. */
  boolean exceeds(PushBook.Task task, ImageContent content) {
    PushedImage image = images.lock(task.id()).orElse(null);
    if (image == null || image.state() != PushedImage.State.ARRIVED) {
      return true;
    }
    image.known(content.size(), Json.write(content.labels()));
    images.layers(image, content.layers());
    quotas.arrived(task.project().tenantId(), content.layers());
    Quotas.Usage usage = quotas.usage(task.project().tenantId());
    if (usage.keptBytes() <= usage.quotaBytes()) {
      return false;
    }
    image.refuseExcess(
        "With its %s the tenant would keep %s in the registry, and may keep %s."
            .formatted(
                Quotas.mib(content.size()),
                Quotas.mib(usage.keptBytes()),
                Quotas.mib(usage.quotaBytes())),
        wakes.now());
    wakes.wake(PushBook.TABLE, image.id());
    return true;
  }

  private VersionConfig latest(long project) {
    return versions.ofProject(project).stream()
        .filter(version -> version.state() == Life.ACTIVE)
        .findFirst()
        .map(version -> Json.read(version.config(), VersionConfig.class))
        .orElseThrow(
            () ->
                Refusal.invalid(
                    Qualifier.WRONG_CONFIGURATION,
                    "It has no label "
                        + ImageLabels.CONFIG
                        + ", and the project has no version to take the configuration from."));
  }

  /** The image becomes no version, for this reason. */
  void refuse(PushBook.Task task, String why) {
    images
        .lock(task.id())
        .filter(image -> image.state() == PushedImage.State.ARRIVED)
        .ifPresent(image -> image.refuse(why));
  }

  /** The project is no more: neither is the image. */
  void abandon(PushBook.Task task) {
    images
        .lock(task.id())
        .filter(image -> image.state() == PushedImage.State.ARRIVED)
        .ifPresent(
            image -> {
              image.go(wakes.now());
              wakes.wake(PushBook.TABLE, image.id());
            });
  }

  static Map<String, Object> told(VersionConfig config, Image.Named image) {
    return Map.of("config", config, "image", image.image(), "digest", image.digest());
  }
}
