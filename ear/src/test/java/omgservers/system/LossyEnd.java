package omgservers.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * One end of a connection that is cut again and again. It numbers what it says, says again what was
 * not answered, and confirms what it receives, as clients and game servers that resume do.
 */
abstract class LossyEnd {
  /** So many messages may be on their way to it; of older ones the platform knows all. */
  private static final int UNCONFIRMED_MAX = 256;

  private static final int CUT_ONE_IN = 40;
  private static final int KINDS_OF_CUTS = 3;

  private final Random random;
  private final TreeMap<Long, String> unanswered = new TreeMap<>();
  private final Deque<String> latest = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();
  private Wire wire;
  private boolean patient;
  private long number;
  private int cuts;

  /** An end that begins behind the number. */
  LossyEnd(long seed, long number) {
    this.random = new Random(seed);
    this.number = number;
  }

  abstract Wire open();

  /** What confirms that these ids were received. */
  abstract String confirmation(Collection<String> ids);

  abstract void receive(JsonNode message);

  /** Says more, if it wants to. */
  abstract void work();

  final long nextNumber() {
    return ++number;
  }

  final int cuts() {
    return cuts;
  }

  final int unanswered() {
    return unanswered.size();
  }

  final void say(long sent, String frame) {
    unanswered.put(sent, frame);
    send(frame);
  }

  /** What cannot be sent is said again, or confirmed, over the next connection. */
  final void send(String frame) {
    try {
      if (wire != null) {
        wire.send(frame);
      }
    } catch (CompletionException e) {
      wire = null;
    }
  }

  final void answeredUpTo(long answered) {
    unanswered.headMap(answered, true).clear();
  }

  /** A message came; one that comes a second time is a fault of the platform. */
  final void note(String id) {
    if (!seen.add(id)) {
      throw new AssertionError("message " + id + " came twice");
    }
    latest.add(id);
    if (latest.size() > UNCONFIRMED_MAX) {
      latest.remove();
    }
  }

  static String list(Collection<String> ids) {
    return ids.stream().map(id -> '"' + id + '"').collect(Collectors.joining(",", "[", "]"));
  }

  /** Something was not taken: all that was not answered is said again, after what was received. */
  final void sayAgain(String confirmation) {
    send(confirmation);
    List.copyOf(unanswered.values()).forEach(this::send);
  }

  /** The ids of what came lately. */
  final Collection<String> latest() {
    return latest;
  }

  final void step(boolean mayCut) {
    if (wire == null) {
      connect();
    }
    if (mayCut && random.nextInt(CUT_ONE_IN) == 0) {
      cut();
      return;
    }
    work();
    String text = wire == null ? null : wire.within(10);
    while (text != null) {
      if (text.startsWith("CLOSED")) {
        wire = null;
        return;
      }
      receive(parse(text));
      text = wire == null ? null : wire.within(0);
    }
  }

  /** From now on it tries again when nobody lets it in. */
  final void bePatient() {
    patient = true;
  }

  private boolean isLetIn() {
    try {
      wire = open();
      return true;
    } catch (RuntimeException | AssertionError e) {
      // Nobody is there, or says that it cannot be now.
      return false;
    }
  }

  private void connect() {
    if (patient) {
      Await.until(this::isLetIn, in -> in);
    } else {
      wire = open();
    }
    sayAgain(confirmation(latest));
  }

  private void cut() {
    cuts++;
    switch (random.nextInt(KINDS_OF_CUTS)) {
      case 0 -> wire.abort();
      case 1 -> wire.close();
      default -> {
        // It stays open and is replaced by the next one.
      }
    }
    wire = null;
  }

  private static JsonNode parse(String text) {
    try {
      return Service.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  final void leave() {
    if (wire != null) {
      wire.close();
    }
  }

  /** All numbers that one said whose last one was this. */
  static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  /** All make steps, for so long or until it is enough. */
  static void run(List<LossyEnd> ends, int seconds, boolean cuts, BooleanSupplier enough) {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (System.nanoTime() < end && !enough.getAsBoolean()) {
      ends.forEach(each -> each.step(cuts));
    }
  }
}
