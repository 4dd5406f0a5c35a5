package omgservers.shared.platform;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that counts all that is taken from it, so that somebody can say stop. */
public abstract class CountedStream extends FilterInputStream {
  private static final int SKIPPED_AT_ONCE = 8 << 10;

  /** Counts what is taken from the stream. */
  protected CountedStream(InputStream stream) {
    super(stream);
  }

  /** So many bytes more were taken; a fault ends the reading. */
  protected abstract void count(long bytes) throws IOException;

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  /** What is passed over is read: it counts, too. */
  @Override
  public long skip(long wanted) throws IOException {
    if (wanted <= 0) {
      return 0;
    }
    return Math.max(0, read(new byte[(int) Math.min(SKIPPED_AT_ONCE, wanted)]));
  }
}
