package omgservers.shared.console;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.Revocations;

/**
 * Sends open pages what they show as it changes. Each view is made once for all who look at it, at
 * most once a second and at a small part of one core's time; nothing runs while nobody looks.
 */
@ApplicationScoped
public class Live {
  /** So many pages are served at once. */
  static final int WATCHERS_MAX = 500;

  private static final Duration BEAT = Duration.ofSeconds(1);

  /** Making a view may take so much of the time: one in twenty. */
  private static final int COST_SHARE = 20;

  private static final System.Logger LOG = System.getLogger(Live.class.getName());
  private static final long IDLE_SECONDS = 10;

  private final Revocations revocations;
  private final Time time;
  private final Map<String, View> views = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Live::thread);

  /** Live views for those whose sign-in is good. */
  @Inject
  public Live(Revocations revocations, Time time) {
    this.revocations = revocations;
    this.time = time;
    thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  protected Live() {
    this(null, null);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "omgservers-console-live");
    thread.setDaemon(true);
    thread.setContextClassLoader(Live.class.getClassLoader());
    return thread;
  }

  /** A view, and who looks at it. */
  private static final class View {
    private final Supplier<String> json;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private String latest;
    private Future<?> next;

    View(Supplier<String> json) {
      this.json = json;
    }
  }

  /** Sends the view to the watcher from now on. */
  void watch(LiveTopic.Seen seen, Watcher watcher) {
    int all = views.values().stream().mapToInt(view -> view.watchers.size()).sum();
    if (all >= WATCHERS_MAX) {
      throw Refusal.tooMany(BEAT.multipliedBy(10), "Too many pages of the console are open.");
    }
    views.compute(
        seen.key(),
        (key, known) -> {
          View view = known;
          if (view == null) {
            view = new View(seen.json());
            thread.execute(() -> beat(key));
          }
          view.watchers.add(watcher);
          return view;
        });
  }

  private void beat(String key) {
    View view =
        views.computeIfPresent(
            key,
            (name, present) -> {
              present.watchers.removeIf(this::isGone);
              return present.watchers.isEmpty() ? null : present;
            });
    if (view == null) {
      return;
    }
    long begin = System.nanoTime();
    try {
      view.latest = view.json.get();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "the view " + key + " cannot be made", e);
      if (Refusals.in(e) != null) {
        view.watchers.forEach(Watcher::end);
      }
    }
    long cost = System.nanoTime() - begin;
    if (view.latest != null) {
      view.watchers.forEach(watcher -> watcher.send(view.latest));
    }
    long pause = Math.max(BEAT.toNanos(), cost * COST_SHARE);
    view.next = thread.schedule(() -> beat(key), pause, TimeUnit.NANOSECONDS);
  }

  private boolean isGone(Watcher watcher) {
    if (!watcher.isSignedIn(revocations, time.now())) {
      watcher.end();
    }
    return watcher.isOver();
  }

  @PreDestroy
  void close() {
    views.values().stream()
        .map(view -> view.next)
        .filter(Objects::nonNull)
        .forEach(each -> each.cancel(false));
    thread.shutdownNow();
    views.values().forEach(view -> view.watchers.forEach(Watcher::end));
  }
}
