package omgservers.pool.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.ResponseItem;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Something long that an engine does and tells of while it does it. It ends when the engine has
 * done it, failed, or went away, or when it is cancelled, which an engine notices and ends its
 * work.
 */
final class EngineTask<T extends ResponseItem> implements ResultCallback<T> {
  private final Consumer<T> told;
  private final CountDownLatch over = new CountDownLatch(1);
  private java.io.Closeable stream;
  private boolean cancelled;
  private volatile String refusal;
  private volatile Throwable fault;

  EngineTask(Consumer<T> told) {
    this.told = told;
  }

  @Override
  public void onStart(java.io.Closeable opened) {
    boolean late;
    synchronized (this) {
      stream = opened;
      late = cancelled;
    }
    if (late) {
      closeStream();
    }
  }

  @Override
  public void onNext(T item) {
    if (item.isErrorIndicated()) {
      ResponseItem.ErrorDetail detail = item.getErrorDetail();
      refusal = detail == null ? "The engine told of an error." : detail.getMessage();
    } else {
      told.accept(item);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    fault = thrown;
    over.countDown();
  }

  @Override
  public void onComplete() {
    over.countDown();
  }

  @Override
  public void close() {
    over.countDown();
  }

  /** Ends it, from any thread. */
  void cancel() {
    synchronized (this) {
      cancelled = true;
    }
    closeStream();
    over.countDown();
  }

  private void closeStream() {
    java.io.Closeable opened;
    synchronized (this) {
      opened = stream;
    }
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        System.getLogger(EngineTask.class.getName())
            .log(System.Logger.Level.DEBUG, "a stream of an engine did not close in order", e);
      }
    }
  }

  boolean isCancelled() {
    synchronized (this) {
      return cancelled;
    }
  }

  /** Waits until it is over; what went wrong is told by the others. */
  void join() throws InterruptedException {
    over.await();
  }

  /** What the engine said that it does not like. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Why the engine could not be heard to the end. */
  Optional<Throwable> fault() {
    return Optional.ofNullable(fault);
  }
}
