package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import omgservers.shared.audit.model.AuditRecord;
import omgservers.shared.problem.Refusal;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;
import omgservers.tenancy.Users;
import omgservers.tenancy.model.Role;

/**
 * Looks at what was pushed, between two transactions, and makes versions of it; has the registry
 * forget what is not to be kept.
 */
@ApplicationScoped
public class PushReconciliation extends Reconciliation {
  /** So long it is told why something is not in the registry any more. */
  static final Duration MEMORY = Duration.ofDays(30);

  private final PushBook book;
  private final PushedVersions versions;
  private final RemoteRegistry registry;
  private final Repositories repositories;
  private final Users users;

  /** Reconciliation of this book with the registry. */
  @Inject
  public PushReconciliation(
      Rows rows,
      PushBook book,
      PushedVersions versions,
      RemoteRegistry registry,
      Repositories repositories,
      Users users) {
    super(rows);
    this.book = book;
    this.versions = versions;
    this.registry = registry;
    this.repositories = repositories;
    this.users = users;
  }

  protected PushReconciliation() {
    this(null, null, null, null, null, null);
  }

  @Override
  public String kind() {
    return PushBook.TABLE;
  }

  @Override
  protected void step(int shard, long id) {
    book.take(shard, id).ifPresent(this::step);
  }

  private void step(PushBook.Task task) {
    if (task.toFree()) {
      free(task);
      return;
    }
    switch (task.state()) {
      case ARRIVED -> look(task);
      case REFUSED -> book.forget(task);
      default -> throw new IllegalStateException("image " + task.id() + " is not to be worked on");
    }
  }

  /** Without a registry there is nothing to be forgotten. */
  private void free(PushBook.Task task) {
    if (registry.isThere()) {
      book.repositories(task).forEach(name -> registry.delete(name, task.digest()));
    }
    book.freed(task, MEMORY);
    if (!book.isAnyOf(task.project()) && !book.isStanding(task.project())) {
      repositories.release(task.project().projectId());
    }
  }

  private void look(PushBook.Task task) {
    try {
      ImageContent content = ImageContent.read(registry, task.repository(), task.digest());
      if (!versions.exceeds(task, content)) {
        versions.decide(task, content, actor(task));
      }
    } catch (ImageContent.Unusable e) {
      versions.refuse(task, e.getMessage());
    } catch (Refusal e) {
      if (book.isStanding(task.project())) {
        versions.refuse(task, e.getMessage());
      } else {
        versions.abandon(task);
      }
    }
  }

  private AuditRecord.Actor actor(PushBook.Task task) {
    if (task.pushedBy() == null) {
      return PLATFORM;
    }
    String role = users.role(task.pushedBy()).map(Role::name).orElse(PLATFORM.role());
    return new AuditRecord.Actor(task.pushedBy(), role, null, null, null);
  }

  /** Who acts where nobody is known to. */
  static final AuditRecord.Actor PLATFORM = new AuditRecord.Actor(0, "PLATFORM", null, null, null);
}
