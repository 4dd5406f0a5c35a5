package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.registry.model.PushedImage;
import omgservers.registry.model.PushedImages;
import omgservers.shared.audit.Audit;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.work.Wakes;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/** What was pushed to a project's repository, to look at and to throw away. */
@ApplicationScoped
@Transactional
public class Images {
  private final PushedImages images;
  private final Authorization authorization;
  private final Audit audit;
  private final Wakes wakes;

  /** Views of these images. */
  @Inject
  public Images(PushedImages images, Authorization authorization, Audit audit, Wakes wakes) {
    this.images = images;
    this.authorization = authorization;
    this.audit = audit;
    this.wakes = wakes;
  }

  protected Images() {
    this(null, null, null, null);
  }

  /** An image in the registry: what is in it, who pushed it, and what became of it. */
  public record PushedFact(
      long id,
      String repository,
      String digest,
      List<String> tags,
      PushedImage.State state,
      String explanation,
      Long versionId,
      long size,
      JsonValue labels,
      Long pushedBy,
      Instant pushedAt) {
    static PushedFact of(PushedImage image, List<String> tags) {
      return new PushedFact(
          image.id(),
          image.repository(),
          image.digest(),
          tags,
          image.state(),
          image.explanation().or(image::reason).orElse(null),
          image.versionId().orElse(null),
          image.size(),
          image.labels().map(Json::value).orElse(JsonValue.EMPTY_JSON_OBJECT),
          image.pushedBy().orElse(null),
          image.pushedAt());
    }
  }

  /** Images of the project. */
  public List<PushedFact> list(
      Caller caller, Tenancy.Place project, PushedImage.State state, Slice slice) {
    requireReader(caller, project);
    Map<String, List<String>> tags = images.tagsByDigest(project.projectId());
    return images.list(project.projectId(), state, slice).stream()
        .map(image -> PushedFact.of(image, tags.getOrDefault(image.digest(), List.of())))
        .toList();
  }

  /** The image of the project with this content. */
  public PushedFact get(Caller caller, Tenancy.Place project, String digest) {
    requireReader(caller, project);
    return images
        .find(project.projectId(), digest)
        .map(image -> fact(project, image))
        .orElseThrow(() -> unknown(digest));
  }

  private PushedFact fact(Tenancy.Place project, PushedImage image) {
    return PushedFact.of(
        image, images.tagsByDigest(project.projectId()).getOrDefault(image.digest(), List.of()));
  }

  private void requireReader(Caller caller, Tenancy.Place project) {
    authorization.toRead(
        caller,
        project.tenantId(),
        Right.PROJECT_VIEWER.on(project.projectId()),
        Right.VERSION_MANAGER.on(project.projectId()));
  }

  /** The image is to go; one that is a version goes with that version only. */
  public PushedFact remove(Caller caller, Tenancy.Place project, String digest) {
    authorization.toWrite(
        caller, Scope.VERSIONS, project.tenantId(), Right.VERSION_MANAGER.on(project.projectId()));
    PushedImage image = images.lock(project.projectId(), digest).orElseThrow(() -> unknown(digest));
    if (image.state() == PushedImage.State.VERSION) {
      throw Refusal.conflict(
          Qualifier.WRONG_VERSION_STATE,
          "The image is the version %d; delete that.".formatted(image.versionId().orElseThrow()));
    }
    if (image.state() != PushedImage.State.GOING) {
      image.go(wakes.now());
      audit.record(
          caller.actor(),
          "pushed_image.delete",
          Audit.Subject.of(project.tenantId(), image.id()),
          Map.of("repository", image.repository(), "digest", digest),
          null);
      wakes.wake(PushBook.TABLE, image.id());
    }
    return fact(project, image);
  }

  private static Refusal unknown(String digest) {
    return Refusal.notFound("The project has no image '" + digest + "'.");
  }
}
