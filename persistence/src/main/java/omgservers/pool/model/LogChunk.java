package omgservers.pool.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Consecutive lines of one log, packed. The size is what the lines count; packed they take less.
 */
public final class LogChunk {
  /** A chunk is full when its lines count this much; one line more may be in it. */
  public static final int SIZE_MAX = 32 << 10;

  private static final int CUT = 0x80;

  private final long firstLine;
  private final int count;
  private final int size;
  private final byte[] packed;

  /** A chunk as it was kept. */
  LogChunk(long firstLine, int count, int size, byte[] packed) {
    this.firstLine = firstLine;
    this.count = count;
    this.size = size;
    this.packed = packed;
  }

  /** Packs the lines, of which there is at least one and no number is missing. */
  public static LogChunk of(List<LogLine> lines) {
    int size = 0;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 1 << 10))) {
      long before = 0;
      for (LogLine line : lines) {
        byte[] text = line.text().getBytes(StandardCharsets.UTF_8);
        long at = line.at().toEpochMilli();
        out.writeByte(line.stream().code() | (line.cut() ? CUT : 0));
        out.writeLong(at - before);
        out.writeInt(text.length);
        out.write(text);
        before = at;
        size += text.length + LogLine.OVERHEAD_BYTES;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return new LogChunk(lines.get(0).number(), lines.size(), size, bytes.toByteArray());
  }

  /** The number of its first line. */
  public long firstLine() {
    return firstLine;
  }

  /** How many lines it has. */
  public int count() {
    return count;
  }

  /** How much its lines count. */
  public int size() {
    return size;
  }

  /** Its packed bytes. */
  byte[] packed() {
    return packed;
  }

  /** The lines. */
  public List<LogLine> lines() {
    List<LogLine> lines = new ArrayList<>(count);
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
      long at = 0;
      for (int i = 0; i < count; i++) {
        int kind = in.readUnsignedByte();
        at += in.readLong();
        byte[] text = in.readNBytes(in.readInt());
        lines.add(
            new LogLine(
                firstLine + i,
                Instant.ofEpochMilli(at),
                LogStream.of(kind & ~CUT),
                (kind & CUT) != 0,
                new String(text, StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a chunk of a log cannot be read", e);
    }
    return lines;
  }

  /** The number after that of its last line. */
  public long nextLine() {
    return firstLine + count;
  }
}
