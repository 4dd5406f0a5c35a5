package omgservers.shared.moves;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import omgservers.shared.platform.Settings;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Background;
import omgservers.shared.work.Stopping;

/** Moves slots when somebody asked for it, on one of the instances. */
@ApplicationScoped
public class Moving {
  private static final System.Logger LOG = System.getLogger(Moving.class.getName());

  /** Steps after which nothing is half done, or only what nobody sees. */
  private static final Set<String> RESTS = Set.of("copying", "rows copied", "copied", "opened");

  private final Shards shards;
  private final Settings settings;
  private final MapFollowing following;
  private final Background background;
  private volatile boolean stopping;

  /** Moves between these shards. */
  @Inject
  public Moving(Shards shards, Settings settings, MapFollowing following, Background background) {
    this.shards = shards;
    this.settings = settings;
    this.following = following;
    this.background = background;
  }

  protected Moving() {
    this(null, null, null, null);
  }

  /** Does what is due, unless another instance does. */
  public void work() {
    try {
      if (!stopping) {
        new Mover(shards, settings, following::follow, this::reached).work();
      }
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, "slots are moved later", e);
    }
  }

  private void reached(String step) {
    LOG.log(System.Logger.Level.DEBUG, "slots: {0}", step);
    if (stopping && RESTS.contains(step)) {
      throw new IllegalStateException("the server stops");
    }
  }

  /** Something is due once the present transaction has committed. */
  public void wakeAfterCommit() {
    shards.afterCommit(
        () -> {
          try {
            background.execute(this::work);
          } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the server stops", e);
          }
        });
  }

  void stop(@Observes Stopping event) {
    stopping = true;
  }
}
