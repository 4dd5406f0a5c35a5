package omgservers.pool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import omgservers.pool.model.LogStream;

/**
 * Reads a file that another process appends to, a bounded part at each look, and empties it now and
 * then, so that it takes a bounded part of the disk. What grows faster than it is read is skipped.
 */
final class FileTail {
  /** A look reads so much. */
  static final int LOOK_BYTES_MAX = 64 << 10;

  /** So much may wait to be read; of more, the oldest is skipped. */
  static final int BACKLOG_BYTES_MAX = 4 << 20;

  /** A file that was read to its end, and grows no more for now, is emptied from this size on. */
  static final int EMPTIED_FROM_BYTES = 1 << 20;

  /** A file that never stops to grow is emptied from this size on. */
  static final int EMPTIED_GROWING_FROM_BYTES = 32 << 20;

  private final Path file;
  private final Path emptied;
  private final LogStream stream;

  /** The bytes that were read so far, of all that was ever written. */
  private long position;

  /** A tail of the stream's file from the position on. */
  FileTail(Path file, LogStream stream, long position) {
    this.file = file;
    this.emptied = file.resolveSibling(file.getFileName() + ".emptied");
    this.stream = stream;
    this.position = position;
  }

  /** What a look found. */
  enum Found {
    /** Nothing new. */
    NOTHING,
    /** All that was new. */
    ALL,
    /** A part; there is more to read. */
    PART
  }

  /** Reads the next part. */
  Found look(Output output) throws IOException {
    return look(output, LOOK_BYTES_MAX);
  }

  /** Reads all that is left, when nothing more is written. */
  void finish(Output output) throws IOException {
    Found found;
    do {
      found = look(output, BACKLOG_BYTES_MAX);
    } while (found == Found.PART);
  }

  private Found look(Output output, int keptOfTooMuch) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long before = emptied();
      long size = channel.size();
      long end = before + size;
      if (position < before) {
        skip(output, before - position);
      }
      if (end <= position) {
        position = end;
        if (size >= EMPTIED_FROM_BYTES) {
          empty(channel, before, output);
        }
        return Found.NOTHING;
      }
      if (end - position > BACKLOG_BYTES_MAX) {
        skip(output, end - position - keptOfTooMuch);
      }
      read(channel, position - before, output);
      if (position == end && size >= EMPTIED_GROWING_FROM_BYTES) {
        empty(channel, before, output);
      }
      return position < end ? Found.PART : Found.ALL;
    } catch (NoSuchFileException e) {
      return Found.NOTHING;
    }
  }

  private void skip(Output output, long count) {
    output.skipped(stream, count);
    position += count;
  }

  private void read(FileChannel channel, long at, Output output) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LOOK_BYTES_MAX);
    int count = channel.read(buffer, at);
    if (count > 0) {
      output.write(stream, buffer.array(), count);
      position += count;
    }
  }

  /**
   * Empties the file. What is written between the look at its size and the cut is lost without a
   * trace, so nothing else is done in that moment, and files that rest are preferred.
   */
  private void empty(FileChannel channel, long before, Output output) throws IOException {
    long end = before + channel.size();
    channel.truncate(0);
    if (end > position) {
      skip(output, end - position);
    }
    Files.writeString(emptied, Long.toString(end));
  }

  private long emptied() throws IOException {
    return Files.exists(emptied) ? Long.parseLong(Files.readString(emptied)) : 0;
  }
}
