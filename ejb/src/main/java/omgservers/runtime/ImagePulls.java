package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.concurrent.RejectedExecutionException;
import omgservers.pool.Driver;
import omgservers.pool.Errands;
import omgservers.pool.Pool;
import omgservers.registry.ImageBound;
import omgservers.shared.work.Background;

/** An image is brought to all servers before the first game server needs it. */
@ApplicationScoped
class ImagePulls {
  private static final System.Logger LOG = System.getLogger(ImagePulls.class.getName());

  private final Pool pool;
  private final Errands errands;
  private final Background background;

  @Inject
  ImagePulls(Pool pool, Errands errands, Background background) {
    this.pool = pool;
    this.errands = errands;
    this.background = background;
  }

  protected ImagePulls() {
    this(null, null, null);
  }

  void bound(@Observes(during = TransactionPhase.AFTER_SUCCESS) ImageBound event) {
    try {
      background.execute(() -> everywhere(event.image()));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "the server stops", e);
    }
  }

  /** Where it cannot be had now, the start of a game server says why. */
  private void everywhere(String image) {
    if (pool.isStored(image)) {
      return;
    }
    for (Pool.Reached server : pool.reached()) {
      if (server.answers() && server.site().engine().registry() != null) {
        errands.at(server.site()).execute(() -> pull(server, image));
      }
    }
  }

  private static void pull(Pool.Reached server, String image) {
    try {
      server
          .driver()
          .prepare(server.site(), image)
          .exceptionally(
              fault -> {
                LOG.log(System.Logger.Level.INFO, "not pulled ahead: {0}", fault.getMessage());
                return null;
              });
    } catch (Driver.Unreachable e) {
      LOG.log(System.Logger.Level.INFO, "not pulled ahead: {0}", e.getMessage());
    }
  }
}
