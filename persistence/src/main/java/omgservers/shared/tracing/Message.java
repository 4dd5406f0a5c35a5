package omgservers.shared.tracing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A message of Protocol Buffers that is being written, field by field. */
final class Message {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;
  private static final int TYPE_BITS = 3;
  private static final int VARINT_BITS = 7;
  private static final int VARINT_MASK = 0x7F;
  private static final int VARINT_MORE = 0x80;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** The message that the writer writes. */
  static byte[] of(Consumer<Message> writer) {
    Message message = new Message();
    writer.accept(message);
    return message.out.toByteArray();
  }

  Message number(int field, long value) {
    varint((long) field << TYPE_BITS | VARINT);
    varint(value);
    return this;
  }

  Message text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Message message(int field, Consumer<Message> writer) {
    return bytes(field, of(writer));
  }

  Message bytes(int field, byte[] value) {
    varint((long) field << TYPE_BITS | BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  Message fixed64(int field, long value) {
    varint((long) field << TYPE_BITS | FIXED_64);
    little(value, Long.BYTES);
    return this;
  }

  Message fixed32(int field, int value) {
    varint((long) field << TYPE_BITS | FIXED_32);
    little(value, Integer.BYTES);
    return this;
  }

  private void little(long value, int bytes) {
    for (int each = 0; each < bytes; each++) {
      out.write((int) (value >>> (each * Byte.SIZE)));
    }
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~VARINT_MASK) != 0) {
      out.write((int) (left & VARINT_MASK) | VARINT_MORE);
      left >>>= VARINT_BITS;
    }
    out.write((int) left);
  }
}
