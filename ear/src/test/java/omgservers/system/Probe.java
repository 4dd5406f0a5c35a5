package omgservers.system;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Somebody who makes calls all the time, and notes what is answered. */
final class Probe {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int UNAVAILABLE = 503;
  private static final int ERROR = 500;

  /** What an administrator reads, on any instance. */
  private static final List<String> READ =
      List.of(
          "/api/v1/tenants",
          "/api/v1/instances",
          "/api/v1/pool/servers",
          "/api/v1/shards",
          "/api/v1/tenants/hand/projects/game/versions",
          "/api/v1/tenants/hand/projects/game/stages/live/deployments");

  /** What no build knows, as an earlier one does not know the calls of a later one. */
  private static final String UNKNOWN = "/api/v1/calls-of-the-next-release";

  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
  private final Service service;
  private final Calls admin;
  private final CompletableFuture<Void> going;
  private volatile boolean enough;

  /** Calls at the door begin. */
  Probe(URI door, String token) {
    service = new Service(door);
    admin = new Calls(door, token);
    going = CompletableFuture.runAsync(this::run, Mischief.THREADS);
  }

  private void run() {
    for (int turn = 0; !enough; turn++) {
      String path = READ.get(turn % READ.size());
      note("read", path, 200, () -> admin.get(path));
      note("unknown", UNKNOWN, 404, () -> admin.get(UNKNOWN));
      note("tenant", "a new tenant", 201, () -> admin.post("/api/v1/tenants", "{}"));
      note(
          "sign-up",
          "a new player",
          200,
          () ->
              new Calls(service.url(), null)
                  .post("/service/v1/entrypoint/player/request/create-user", "{}"));
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** A call. */
  private interface Call {
    Calls.Reply make();
  }

  private void note(String kind, String what, int wanted, Call call) {
    try {
      Calls.Reply reply = call.make();
      counts.merge(kind + " " + reply.status(), 1, Integer::sum);
      boolean later = reply.status() == UNAVAILABLE && !reply.header("Retry-After").isEmpty();
      if (reply.status() != wanted && !later) {
        faults.add(what + ": " + reply);
      } else if (reply.status() >= ERROR || wanted == 404) {
        checkForm(what, reply);
      }
    } catch (UncheckedIOException e) {
      counts.merge(kind + " cut", 1, Integer::sum);
      faults.add(what + ": " + e.getCause());
    }
  }

  private void checkForm(String what, Calls.Reply reply) {
    if (!reply.type().startsWith("application/problem+json")) {
      faults.add(what + ": " + reply.type() + " " + reply);
    }
  }

  /** Ends; how often what was answered. */
  Map<String, Integer> end() {
    enough = true;
    going.join();
    return new TreeMap<>(counts);
  }

  /** What nobody should be answered. */
  List<String> faults() {
    return List.copyOf(faults);
  }
}
