package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import omgservers.registry.model.PushedImage;
import omgservers.registry.model.PushedImages;
import omgservers.registry.model.PushedImages.Tag;
import omgservers.shared.sharding.Ids;
import omgservers.shared.work.DueRows;
import omgservers.shared.work.Wakes;
import omgservers.tenancy.Standing;
import omgservers.tenancy.Tenancy;

/** What was pushed, written down in transactions on the shards of the tenants. */
@ApplicationScoped
@Transactional
class PushBook {
  static final String TABLE = "pushed_image";

  /** So long whoever works on an image has it for itself. */
  static final Duration LEASE = Duration.ofMinutes(2);

  private final PushedImages images;
  private final DueRows dueRows;
  private final Standing standing;
  private final Ids ids;
  private final Wakes wakes;
  private final Event<TagMoved> moves;

  @Inject
  PushBook(
      PushedImages images,
      DueRows dueRows,
      Standing standing,
      Ids ids,
      Wakes wakes,
      Event<TagMoved> moves) {
    this.images = images;
    this.dueRows = dueRows;
    this.standing = standing;
    this.ids = ids;
    this.wakes = wakes;
    this.moves = moves;
  }

  protected PushBook() {
    this(null, null, null, null, null, null);
  }

  /** The image of the project is there, and the tag points to it unless it was moved later. */
  void record(Tenancy.Place project, Pushes.Push push) {
    long tenant = project.tenantId();
    standing.holdProject(tenant, project.projectId());
    Instant now = wakes.now();
    PushedImages.Arrival arrival =
        new PushedImages.Arrival(
            ids.beside(tenant),
            tenant,
            project.projectId(),
            push.repository(),
            push.digest(),
            push.pushedBy(),
            push.at());
    boolean fresh = images.add(arrival, now);
    PushedImage image = images.lock(project.projectId(), push.digest()).orElseThrow();
    if (!fresh) {
      image.pushed(push.pushedBy(), push.at(), now);
    }
    Tag tag = new Tag(push.repository(), push.tag(), push.digest(), push.at());
    boolean moved = images.move(tenant, project.projectId(), tag);
    if (moved && image.state() == PushedImage.State.VERSION) {
      moves.fire(new TagMoved(tenant, project.projectId(), push.tag()));
    }
    if (image.state() == PushedImage.State.ARRIVED) {
      wakes.wake(TABLE, image.id());
    }
  }

  Optional<Pushes.Outcome> outcome(Tenancy.Place project, String digest) {
    return images.find(project.projectId(), digest).map(Pushes.Outcome::of);
  }

  /** What work on an image has to know of it. */
  record Task(
      long id,
      Tenancy.Place project,
      String repository,
      String digest,
      PushedImage.State state,
      Long pushedBy,
      boolean toFree) {
    static Task of(PushedImage image) {
      boolean excess = image.isExcess() && image.freedAt().isEmpty();
      return new Task(
          image.id(),
          new Tenancy.Place(image.tenantId(), image.projectId(), 0),
          image.repository(),
          image.digest(),
          image.state(),
          image.pushedBy().orElse(null),
          excess || image.state() == PushedImage.State.GOING);
    }
  }

  /** The image if it is still due; for a while nobody else gets it. */
  Optional<Task> take(int shard, long id) {
    if (!dueRows.take(TABLE, shard, id, wakes.now())) {
      return Optional.empty();
    }
    return images
        .lock(id)
        .map(
            image -> {
              image.leaseUntil(wakes.now().plus(LEASE));
              return Task.of(image);
            });
  }

  /** All repositories of the project that hold the image: one that was left would bring it back. */
  Set<String> repositories(Task task) {
    Set<String> names = new TreeSet<>(Set.of(task.repository()));
    images.tags(task.project().projectId()).stream()
        .filter(tag -> tag.digest().equals(task.digest()))
        .map(Tag::repository)
        .forEach(names::add);
    return names;
  }

  /** The registry has forgotten the image: what is left is the reason, for some time. */
  void freed(Task task, Duration memory) {
    images
        .lock(task.id())
        .filter(image -> Task.of(image).toFree())
        .ifPresent(
            image -> {
              images.untag(task.project().projectId(), task.digest());
              if (image.state() == PushedImage.State.GOING) {
                images.remove(image);
              } else {
                image.freed(wakes.now(), wakes.now().plus(memory));
              }
            });
  }

  /** The reason was kept for long enough. */
  void forget(Task task) {
    images
        .lock(task.id())
        .filter(image -> image.state() == PushedImage.State.REFUSED && image.freedAt().isPresent())
        .ifPresent(images::remove);
  }

  /** Whether the project is there and not being deleted. */
  boolean isStanding(Tenancy.Place project) {
    return standing.isOpenProject(project);
  }

  /** Whether anything of the project is still known. */
  boolean isAnyOf(Tenancy.Place project) {
    return images.isAnyOf(project.projectId());
  }

  /** What is known of the project's images, to be compared with what the registry holds. */
  record Known(List<Tag> tags, List<PushedImage> images) {}

  Known known(Tenancy.Place project) {
    long id = project.projectId();
    return new Known(
        images.tags(id),
        images.inState(id, EnumSet.allOf(PushedImage.State.class), PushedImages.TAGS_MAX));
  }

  /** The registry does not have the tag any more. */
  void untag(Tenancy.Place project, Tag tag) {
    images.untag(project.projectId(), tag);
  }

  /** What the version was made of goes, unless another version of the project is made of it. */
  void releaseVersion(long tenant, long version) {
    for (PushedImage found : images.ofVersion(version)) {
      PushedImage image = images.lock(found.id()).orElseThrow();
      if (image.tenantId() == tenant
          && !images.isUsedBeside(version, image.projectId(), image.digest())) {
        image.go(wakes.now());
        wakes.wake(TABLE, image.id());
      }
    }
  }

  /** Some images of the project begin to go; whether there may be more. */
  boolean releaseProject(Tenancy.Place project) {
    List<PushedImage> staying = images.staying(project.projectId());
    for (PushedImage found : staying) {
      images.lock(found.id()).ifPresent(image -> image.go(wakes.now()));
      wakes.wake(TABLE, found.id());
    }
    return staying.size() == PushedImages.BATCH_MAX;
  }
}
