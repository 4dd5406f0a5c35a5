package omgservers.builder.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import java.util.concurrent.atomic.AtomicLong;
import omgservers.shared.platform.CountedStream;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/**
 * A connection to a host of source. Each one, that after a redirect too, is looked at before it is
 * made; the JDK remembers for some seconds what the look found, so the name stands for the same
 * address when it is made. All connections of a fetch together receive a bounded amount.
 */
final class GuardedConnection extends JDKHttpConnection {
  private final AtomicLong left;

  private GuardedConnection(URL url, Proxy proxy, AtomicLong left) throws IOException {
    super(url, proxy);
    this.left = left;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new CountedStream(super.getInputStream()) {
      @Override
      protected void count(long bytes) throws IOException {
        if (left.addAndGet(-bytes) < 0) {
          throw new IOException("the repository sends more than the largest source may have");
        }
      }
    };
  }

  /** Makes the connections of one fetch. */
  record Factory(boolean privately, AtomicLong left) implements HttpConnectionFactory {
    @Override
    public HttpConnection create(URL url) throws IOException {
      return create(url, Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
      String objection = Addresses.objection(url, privately);
      if (objection != null) {
        throw new IOException(objection);
      }
      return new GuardedConnection(url, proxy, left);
    }
  }
}
