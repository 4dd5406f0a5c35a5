package omgservers.shared.sharding;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Asks a database again and again whether it is there, over a connection and on a thread of its
 * own: one that is frozen gives neither an answer nor an error, so that whoever needs it would find
 * that out by waiting. Decision 0043.
 */
final class Vigil implements AutoCloseable {
  /** So long nobody asks after an answer. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  private final String name;
  private final DataSource source;
  private final Outages outages;
  private final Duration silence;
  private final Thread thread;
  private volatile boolean ended;

  /** Over the database of this name, which is away when it says nothing for so long. */
  Vigil(String name, DataSource source, Outages outages, Duration silence) {
    this.name = name;
    this.source = source;
    this.outages = outages;
    this.silence = silence;
    this.thread = new Thread(this::keep, "omgservers-vigil " + name);
    thread.setDaemon(true);
    thread.setContextClassLoader(Vigil.class.getClassLoader());
  }

  /** Asks from now on. */
  Vigil begin() {
    thread.start();
    return this;
  }

  private void keep() {
    while (!ended) {
      boolean answered = false;
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        int usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) silence.toMillis());
        while (!ended) {
          ask(statement);
          answered = true;
          outages.answered(name);
          pause();
        }
        connection.setNetworkTimeout(Runnable::run, usual);
      } catch (SQLException | RuntimeException e) {
        // A pool passes on what it likes. That a connection was cut says nothing of the database:
        // the next one tells.
        if (!ended && (!answered || isSilence(e))) {
          outages.fellSilent(name, e);
          pause();
        }
      }
    }
  }

  private static void ask(Statement statement) throws SQLException {
    try (ResultSet answer = statement.executeQuery("select 1")) {
      answer.next();
    }
  }

  private static boolean isSilence(Throwable fault) {
    return fault != null
        && (fault instanceof SocketTimeoutException || isSilence(fault.getCause()));
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      ended = true;
    }
  }

  @Override
  public void close() {
    ended = true;
    thread.interrupt();
  }
}
