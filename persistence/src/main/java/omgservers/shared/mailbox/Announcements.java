package omgservers.shared.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import omgservers.shared.sharding.Shards;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Tells other instances, through PostgreSQL and at the commit, that something was put into a
 * mailbox, or that something is due on the shard. What is missed while a connection is lost is
 * found by the look at each beat.
 */
@ApplicationScoped
public class Announcements {
  /** The name on which PostgreSQL notifies of mailboxes. */
  static final String CHANNEL = "omgservers_mailbox";

  /** The name on which it notifies of what is due. */
  static final String WORK = "omgservers_work";

  private static final System.Logger LOG = System.getLogger(Announcements.class.getName());
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int VALIDITY_SECONDS = 5;

  private final Shards shards;

  /** Announcements over these shards. */
  @Inject
  public Announcements(Shards shards) {
    this.shards = shards;
  }

  protected Announcements() {
    this(null);
  }

  /**
   * Who hears what other instances announce: in whose mailbox something was put, and of which kind
   * something may be due.
   */
  public record Hearer(LongConsumer mail, Consumer<String> due) {}

  /** The instance put something into the mailbox, if the present transaction commits. */
  public void announce(long owner, int instance) {
    say(shards.of(owner), CHANNEL, instance + ":" + owner);
  }

  /** The instance made something of the kind due on the shard, if the transaction commits. */
  public void announceDue(String kind, int shard, int instance) {
    say(shards.shard(shard), WORK, instance + ":" + kind);
  }

  private static void say(EntityManager entityManager, String channel, String text) {
    entityManager
        .createNativeQuery("select cast(pg_notify(?1, ?2) as text)")
        .setFlushMode(FlushModeType.COMMIT)
        .setParameter(1, channel)
        .setParameter(2, text)
        .getSingleResult();
  }

  /**
   * Listens on the shard as long as it is wanted, and connects again when the connection is lost;
   * what the instance announced itself is passed over.
   */
  public void listen(int shard, int instance, Hearer heard, BooleanSupplier wanted) {
    String own = instance + ":";
    listen(
        () -> shards.connection(shard),
        List.of(CHANNEL, WORK),
        (channel, said) -> {
          if (said.startsWith(own)) {
            return;
          }
          String what = said.substring(said.indexOf(':') + 1);
          if (channel.equals(WORK)) {
            heard.due.accept(what);
          } else {
            heard.mail.accept(Long.parseLong(what));
          }
        },
        wanted);
  }

  /** Listens in the same way on the directory, for what is said on the channel. */
  public void listenToDirectory(String channel, Consumer<String> heard, BooleanSupplier wanted) {
    listen(
        shards::directoryConnection, List.of(channel), (name, said) -> heard.accept(said), wanted);
  }

  /** Where to listen. */
  private interface Place {
    Connection connect() throws SQLException;
  }

  private static void listen(
      Place place,
      List<String> channels,
      BiConsumer<String, String> heard,
      BooleanSupplier wanted) {
    while (wanted.getAsBoolean()) {
      try (Connection connection = place.connect();
          Statement statement = connection.createStatement()) {
        for (String channel : channels) {
          statement.execute("listen " + channel);
        }
        try {
          hear(connection, heard, wanted);
        } finally {
          // The connection may go back into a pool.
          statement.execute("unlisten *");
        }
      } catch (SQLException e) {
        LOG.log(System.Logger.Level.DEBUG, "the connection that is listened on was lost", e);
        pause();
      }
    }
  }

  private static void hear(
      Connection connection, BiConsumer<String, String> heard, BooleanSupplier wanted)
      throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    while (wanted.getAsBoolean()) {
      PGNotification[] all = postgres.getNotifications((int) WAIT.toMillis());
      if (all == null || all.length == 0) {
        if (!connection.isValid(VALIDITY_SECONDS)) {
          throw new SQLException("the database does not answer");
        }
        continue;
      }
      for (PGNotification each : all) {
        if (!wanted.getAsBoolean()) {
          // The server stops: nobody is there any more who could hear it.
          return;
        }
        heard.accept(each.getName(), each.getParameter());
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
