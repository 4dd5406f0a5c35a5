package omgservers.shared.sharding;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A network to a database that passes everything on, or nothing without saying so. */
final class StalledRelay implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition goesOn = lock.newCondition();
  private boolean stalled;

  StalledRelay(DataSource database) throws IOException {
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    target = ((PGSimpleDataSource) database).getPortNumbers()[0];
    start(this::serve);
  }

  /** The same database, behind this network. */
  DataSource through(DataSource database) {
    PGSimpleDataSource direct = (PGSimpleDataSource) database;
    PGSimpleDataSource through = new PGSimpleDataSource();
    through.setServerNames(new String[] {"127.0.0.1"});
    through.setPortNumbers(new int[] {door.getLocalPort()});
    through.setDatabaseName(direct.getDatabaseName());
    through.setUser(direct.getUser());
    through.setPassword(direct.getPassword());
    // As the data sources of an installation have it: who logs in does not wait for ever.
    through.setSocketTimeout(5);
    return through;
  }

  void stall(boolean now) {
    lock.lock();
    try {
      stalled = now;
      goesOn.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Breaks off all connections, and takes new ones. */
  void cut() throws IOException {
    for (Socket each : sockets) {
      each.close();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    try {
      while (true) {
        Socket caller = door.accept();
        Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(caller);
        sockets.add(database);
        start(() -> pass(caller, database));
        start(() -> pass(database, caller));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] bytes = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      int count = in.read(bytes);
      while (count >= 0) {
        awaitPassage();
        out.write(bytes, 0, count);
        count = in.read(bytes);
      }
    } catch (IOException e) {
      // One of both is gone, and with it the other one.
    }
  }

  private void awaitPassage() {
    lock.lock();
    try {
      while (stalled) {
        goesOn.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    stall(false);
    door.close();
    cut();
  }
}
