package omgservers.runtime.output;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import omgservers.pool.Driver;
import omgservers.pool.Pool;
import omgservers.runtime.model.RuntimeQualifier;

/** A runtime whose game server is watched: whose it is, where it runs, and what is read of it. */
final class Recording {
  private final long runtime;
  private final long version;
  private final RuntimeQualifier qualifier;
  private final Journal journal;
  private volatile Pool.Room room;
  private final AtomicReference<Driver.Reading> reading = new AtomicReference<>();
  private volatile boolean left;

  /** Nothing is read yet. */
  Recording(long runtime, LogSteps.Opened opened, Pool.Room room) {
    this.runtime = runtime;
    this.version = opened.version();
    this.qualifier = opened.qualifier();
    this.journal = new Journal(runtime, opened.nextLine(), opened.position());
    this.room = room;
  }

  long runtime() {
    return runtime;
  }

  long version() {
    return version;
  }

  RuntimeQualifier qualifier() {
    return qualifier;
  }

  Journal journal() {
    return journal;
  }

  Pool.Room room() {
    return room;
  }

  /** Whether nothing has to be done for what is written to be read. */
  boolean isRead() {
    Driver.Reading present = reading.get();
    return left || (present != null && present.isOpen());
  }

  /** The output is read by this from now on, if it is not read already. */
  synchronized void read(Pool.Room from, Supplier<Driver.Reading> beginning) {
    if (!isRead()) {
      room = from;
      reading.set(beginning.get());
      if (left) {
        close();
      }
    }
  }

  /** What is left is read, once: who comes again, as it could not be stored, begins anew. */
  void close() {
    Driver.Reading present = reading.getAndSet(null);
    if (present != null) {
      present.close();
    }
  }

  /** It is another one's to read from now on. */
  void leave() {
    left = true;
    close();
  }
}
