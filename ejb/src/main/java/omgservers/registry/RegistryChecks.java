package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.registry.RegistryReport.Kind;
import omgservers.registry.RegistryReport.Misfit;
import omgservers.registry.model.PushedImage;
import omgservers.registry.model.PushedImages.Tag;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.shared.work.Background;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Tenancy;

/**
 * Compares what the registry holds with what we know, now and then: a push that nobody told of is
 * made up for, and what lies there for nobody is reported. One instance at a time does it.
 */
@ApplicationScoped
public class RegistryChecks {
  private static final System.Logger LOG = System.getLogger(RegistryChecks.class.getName());

  private final CheckLog checks;
  private final RemoteRegistry registry;
  private final Repositories repositories;
  private final Pushes pushes;
  private final PushBook book;
  private final Background background;
  private final Time time;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile Instant next = Instant.MIN;

  /** Comparisons of this registry with this book. */
  @Inject
  public RegistryChecks(
      CheckLog checks,
      RemoteRegistry registry,
      Repositories repositories,
      Pushes pushes,
      PushBook book,
      Background background,
      Time time) {
    this.checks = checks;
    this.registry = registry;
    this.repositories = repositories;
    this.pushes = pushes;
    this.book = book;
    this.background = background;
    this.time = time;
  }

  protected RegistryChecks() {
    this(null, null, null, null, null, null, null);
  }

  /** The last comparison, when the next one is due, and what the last one found. */
  public record CheckFact(Instant dueAt, Instant checkedAt, String fault, RegistryReport report) {}

  /** The last comparison. */
  public CheckFact last(Caller caller) {
    var last = checks.read(caller);
    return new CheckFact(
        last.dueAt(),
        last.checkedAt(),
        last.fault(),
        last.report() == null ? null : Json.read(last.report(), RegistryReport.class));
  }

  /** A comparison is made at once. */
  public void demand(Caller caller) {
    checks.demand(caller);
    next = Instant.MIN;
    try {
      background.execute(this::makeIfDue);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "the server stops", e);
    }
  }

  /** Makes a comparison if one is due; called at each beat. */
  public void makeIfDue() {
    if (!registry.isThere() || time.now().isBefore(next) || !busy.compareAndSet(false, true)) {
      return;
    }
    try {
      if (checks.take()) {
        make();
      }
      next = checks.dueAt();
    } finally {
      busy.set(false);
    }
  }

  private void make() {
    Comparison comparison = new Comparison();
    try {
      Set<String> names = new TreeSet<>(registry.repositories());
      names.addAll(repositories.claimed());
      names.forEach(comparison::compare);
      checks.made(null, Json.write(comparison.report(names.size())));
    } catch (RemoteRegistry.RegistryFault e) {
      LOG.log(System.Logger.Level.WARNING, "the registry cannot be compared: {0}", e.getMessage());
      checks.made(e.getMessage(), null);
    }
  }

  /** One comparison as it goes on. */
  private final class Comparison {
    private final List<Misfit> misfits = new ArrayList<>();
    private int tags;
    private int missed;
    private int more;

    RegistryReport report(int names) {
      return new RegistryReport(names, tags, missed, List.copyOf(misfits), more);
    }

    void compare(String repository) {
      Instant begun = time.now();
      List<String> there = registry.tags(repository);
      tags += there.size();
      Optional<Tenancy.Place> project = repositories.find(repository).filter(book::isStanding);
      if (project.isEmpty()) {
        there.forEach(
            tag -> add(Kind.NO_PROJECT, repository, tag, null, "The repository is no project's."));
        return;
      }
      PushBook.Known known = book.known(project.get());
      Set<String> present = new HashSet<>();
      for (String tag : there) {
        registry
            .digest(repository, tag)
            .ifPresent(
                digest -> {
                  present.add(digest);
                  makeUp(known, new Tag(repository, tag, digest, begun));
                });
      }
      known.tags().stream()
          .filter(tag -> tag.repository().equals(repository))
          .filter(tag -> tag.movedAt().isBefore(begun) && !there.contains(tag.tag()))
          .forEach(tag -> book.untag(project.get(), tag));
      known.images().stream()
          .filter(image -> image.repository().equals(repository))
          .forEach(image -> judge(image, present));
    }

    /** Nobody told of a tag that we know otherwise, or not at all. */
    private void makeUp(PushBook.Known known, Tag there) {
      boolean told =
          known.tags().stream().anyMatch(tag -> isSame(tag, there))
              && known.images().stream().anyMatch(image -> image.digest().equals(there.digest()));
      if (told) {
        return;
      }
      missed++;
      try {
        pushes.record(
            new Pushes.Push(
                there.repository(), there.tag(), there.digest(), null, there.movedAt()));
      } catch (Refusal e) {
        add(Kind.NO_VERSION, there.repository(), there.tag(), there.digest(), e.getMessage());
      }
    }

    private static boolean isSame(Tag one, Tag other) {
      return one.repository().equals(other.repository())
          && one.tag().equals(other.tag())
          && one.digest().equals(other.digest());
    }

    private void judge(PushedImage image, Set<String> present) {
      String repository = image.repository();
      switch (image.state()) {
        case VERSION -> {
          boolean there =
              present.contains(image.digest())
                  || registry.digest(repository, image.digest()).isPresent();
          if (!there) {
            String why = "The registry lost the image of a version.";
            add(Kind.MISSING, repository, null, image.digest(), why);
          }
        }
        case REFUSED -> {
          if (image.freedAt().isEmpty()) {
            String why = image.explanation().orElse("");
            add(Kind.NO_VERSION, repository, null, image.digest(), why);
          }
        }
        case GOING -> {
          if (image.failures() > 0) {
            add(Kind.STUCK, repository, null, image.digest(), image.reason().orElse(""));
          }
        }
        case ARRIVED -> {}
      }
    }

    private void add(Kind kind, String repository, String tag, String digest, String why) {
      if (misfits.size() < RegistryReport.MISFITS_MAX) {
        misfits.add(new Misfit(kind, repository, tag, digest, why));
      } else {
        more++;
      }
    }
  }
}
