package omgservers.shared.tracing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a trace: what took from when to when, and led to what. Whoever does something that
 * others want to see asks for a {@link #child}, which records nothing unless somebody above does.
 */
public final class Span implements AutoCloseable {
  /** What a span stands for. */
  public enum Kind {
    /** Something inside of us. */
    INTERNAL,
    /** An answer to somebody. */
    SERVER,
    /** A question to somebody, who is waited for. */
    CLIENT
  }

  /** Work that wakes other work is followed so far and no further: some wakes itself for ever. */
  static final int HOPS_MAX = 16;

  private static final int ATTRIBUTES_MAX = 32;
  private static final ThreadLocal<Span> CURRENT = new ThreadLocal<>();

  /** Nothing is recorded. */
  static final Span NONE = new Span(null, null, null, "", Kind.INTERNAL, 0);

  /** Whether anything was ever recorded: without it threads are not even asked. */
  private static volatile boolean used;

  private final Tracing tracing;
  private final Moments moments;
  private final TraceContext context;
  private final Kind kind;
  private final int hops;
  private final long parent;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private Span before;
  private String name;
  private long begun;
  private long ended;
  private boolean failed;

  /** A moment of the wall clock, from which the time of all spans of a trace is counted. */
  record Moments(long epochNanos, long nanoTime) {
    long at(long time) {
      return epochNanos + time - nanoTime;
    }
  }

  /** What wakes something may be followed to: the span that did, and how many there were. */
  public record Origin(TraceContext context, int hops) {}

  private Span(
      Tracing tracing, Moments moments, Origin parent, String name, Kind kind, long nanoTime) {
    this.tracing = tracing;
    this.moments = moments;
    this.name = name;
    this.kind = kind;
    this.hops = parent == null ? 0 : parent.hops;
    this.parent = parent == null ? 0 : parent.context.span();
    this.context =
        moments == null
            ? parent == null ? null : parent.context
            : parent == null ? TraceContext.fresh() : parent.context.beside();
    this.begun = moments == null ? 0 : moments.at(nanoTime);
  }

  /** The first span that is recorded here, below that of somebody else if there is one. */
  static Span root(
      Tracing tracing, Moments moments, Origin parent, String name, Kind kind, long nanoTime) {
    return new Span(tracing, moments, parent, name, kind, nanoTime).enter();
  }

  /** Records nothing itself; each {@link #step} below it does if it came from a trace. */
  static Span silent(Tracing tracing, Origin parent) {
    return new Span(tracing, null, parent, "", Kind.INTERNAL, 0).enter();
  }

  /** What this thread works on, if that is recorded. */
  private static Span current() {
    Span current = used ? CURRENT.get() : null;
    return current == null ? NONE : current;
  }

  /** Something begins that is part of what this thread works on. */
  public static Span child(String name, Kind kind) {
    Span current = current();
    return current.isRecorded() ? current.below(name, kind) : NONE;
  }

  /** A piece of work of this kind begins, for which nobody waits. */
  public static Span step(String kind) {
    Span current = current();
    if (current == NONE) {
      return NONE;
    }
    String name = "step of " + kind;
    return current.isRecorded()
        ? current.below(name, Kind.INTERNAL)
        : current.tracing.step(current.origin(), name);
  }

  /** Whether what this thread works on is recorded. */
  public static boolean isRecording() {
    return current().isRecorded();
  }

  /** What this thread wakes now may be followed to this. */
  public static Optional<Origin> cause() {
    Span current = current();
    return current.isRecorded() && current.hops < HOPS_MAX
        ? Optional.of(new Origin(current.context, current.hops + 1))
        : Optional.empty();
  }

  /** For the end of a line of the log: the trace that it belongs to, or nothing. */
  public static String mark() {
    Span current = current();
    return current.isRecorded() ? ", trace " + current.context.trace() : "";
  }

  /** The task as part of what this thread works on, whichever thread runs it. */
  public static Runnable carried(Runnable task) {
    Span current = current();
    return current == NONE
        ? task
        : () -> {
          Span before = CURRENT.get();
          CURRENT.set(current);
          try {
            task.run();
          } finally {
            restore(before);
          }
        };
  }

  private static void restore(Span before) {
    if (before == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(before);
    }
  }

  private Span below(String name, Kind kind) {
    return new Span(tracing, moments, new Origin(context, hops), name, kind, System.nanoTime())
        .enter();
  }

  private Span enter() {
    used = true;
    before = CURRENT.get();
    CURRENT.set(this);
    return this;
  }

  private Origin origin() {
    return context == null ? null : new Origin(context, hops);
  }

  /** Whether it is recorded, so that it makes sense to say more of it. */
  public boolean isRecorded() {
    return moments != null;
  }

  /** Says more of it; never a secret, and nothing of players. */
  public Span set(String key, String value) {
    return put(key, value);
  }

  /** Says more of it. */
  public Span set(String key, long value) {
    return isRecorded() ? put(key, value) : this;
  }

  private synchronized Span put(String key, Object value) {
    if (isRecorded() && attributes.size() < ATTRIBUTES_MAX) {
      attributes.put(key, value);
    }
    return this;
  }

  /** It is called something else, as is known now. */
  public synchronized Span rename(String other) {
    if (isRecorded()) {
      name = other;
    }
    return this;
  }

  /** It began earlier, when System.nanoTime() was this. */
  public synchronized Span since(long nanoTime) {
    if (isRecorded()) {
      begun = moments.at(nanoTime);
    }
    return this;
  }

  /** It failed. What a fault says may name anything, so only its kind is recorded. */
  public synchronized Span failed(String kind) {
    failed = true;
    return isRecorded() ? set("error.type", kind) : this;
  }

  /** It failed with this. */
  public Span failed(Throwable fault) {
    return isRecorded() ? failed(fault.getClass().getName()) : this;
  }

  /** This thread works on something else now; it goes on, until its end is told. */
  public void leave() {
    if (this != NONE && CURRENT.get() == this) {
      restore(before);
    }
  }

  /** It is over, whichever thread says so. */
  public void end() {
    synchronized (this) {
      if (!isRecorded() || ended != 0) {
        return;
      }
      ended = Math.max(begun, moments.at(System.nanoTime()));
      before = null;
    }
    tracing.ended(this);
  }

  /** It is over, and so is this thread's work on it. */
  @Override
  public void close() {
    leave();
    end();
  }

  TraceContext context() {
    return context;
  }

  long parent() {
    return parent;
  }

  Kind kind() {
    return kind;
  }

  synchronized String name() {
    return name;
  }

  synchronized long begun() {
    return begun;
  }

  synchronized long ended() {
    return ended;
  }

  synchronized boolean hasFailed() {
    return failed;
  }

  synchronized Map<String, Object> attributes() {
    return Map.copyOf(attributes);
  }
}
