package omgservers.pool.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import java.io.IOException;
import java.util.Map;
import java.util.function.LongConsumer;
import omgservers.pool.Driver.Following;

/** The stream of an engine's events about our containers; it ends when the engine does. */
final class EngineEvents extends ResultCallback.Adapter<Event> implements Following {
  private final LongConsumer listener;
  private volatile boolean open = true;

  private EngineEvents(LongConsumer listener) {
    this.listener = listener;
  }

  /** The listener is told the runtime; and a negative number when the stream has ended. */
  static EngineEvents of(DockerClient streams, String installation, LongConsumer listener) {
    EngineEvents events = new EngineEvents(listener);
    streams
        .eventsCmd()
        .withEventTypeFilter(EventType.CONTAINER)
        .withEventFilter("die", "oom", "destroy")
        .withLabelFilter(Map.of(Labels.INSTALLATION, installation))
        .exec(events);
    return events;
  }

  @Override
  public void onNext(Event event) {
    if (event.getActor() != null) {
      Labels.runtime(event.getActor().getAttributes()).ifPresent(listener);
    }
  }

  @Override
  public void onError(Throwable fault) {
    end();
  }

  @Override
  public void onComplete() {
    end();
  }

  private void end() {
    if (open) {
      open = false;
      listener.accept(-1);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    try {
      super.close();
    } catch (IOException e) {
      System.getLogger(EngineEvents.class.getName())
          .log(System.Logger.Level.DEBUG, "a stream did not close in order", e);
    }
  }
}
