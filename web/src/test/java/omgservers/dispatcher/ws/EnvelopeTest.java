package omgservers.dispatcher.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final String ALL =
      "{\"clients\":null,\"encoding\":\"TXT\",\"message\":\"a \\\"b\\\" \\u00e4\"}";

  @Test
  void readsTextToAllWithItsEscapes() throws Envelope.Unreadable {
    Envelope envelope = Envelope.parse(ALL);
    assertThat(envelope.clients()).isNull();
    assertThat(envelope.text()).isEqualTo("a \"b\" \u00e4");
    assertThat(envelope.bytes()).isNull();
    assertThat(envelope.isDroppable()).isFalse();
  }

  @Test
  void readsManyClientsAsTextOrNumberInAnyOrderOfMembers() throws Envelope.Unreadable {
    Envelope envelope =
        Envelope.parse(
            "{\"droppable\":true,\"more\":{\"clients\":[9]},\"message\":\"AQID\","
                + "\"clients\":[1,\"2\",3,4,5,6,7,8,\"251404795664707648\"],\"encoding\":\"B64\"}");
    assertThat(envelope.clients()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 251404795664707648L);
    assertThat(envelope.bytes()).containsExactly(1, 2, 3);
    assertThat(envelope.isDroppable()).isTrue();
  }

  @Test
  void readsABinaryFrameForManyClients() throws Envelope.Unreadable {
    ByteBuffer frame = ByteBuffer.allocate(4 + 8 * 300 + 2);
    frame.put((byte) 1).put((byte) 1).putShort((short) 300);
    LongStream.range(0, 300).forEach(frame::putLong);
    frame.put("ok".getBytes(StandardCharsets.UTF_8)).flip();
    Envelope envelope = Envelope.parse(frame);
    assertThat(envelope.clients()).hasSize(300).startsWith(0, 1).endsWith(299);
    assertThat(envelope.text()).isEqualTo("ok");
    assertThat(envelope.isDroppable()).isTrue();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Envelope.parse("{\"encoding\":\"HEX\",\"message\":\"\"}"))
        .hasMessageContaining("neither TXT nor B64");
    assertThatThrownBy(() -> Envelope.parse("{\"encoding\":\"TXT\"}"))
        .hasMessageContaining("are needed");
    assertThatThrownBy(() -> Envelope.parse(ByteBuffer.wrap(new byte[] {1, 0, 0, 1})))
        .hasMessageContaining("too short");
  }

  /** Whatever a game server sends, it is an envelope or it is refused; nothing else happens. */
  @Test
  void readsOrRefusesWhateverComes() {
    Random random = new Random(7);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(ALL);
      for (int k = random.nextInt(4); k > 0; k--) {
        int at = random.nextInt(Math.max(1, text.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.delete(at, at + 1);
          case 1 -> text.insert(Math.min(at, text.length()), (char) random.nextInt(300));
          default -> text.setLength(Math.min(text.length(), at + 1));
        }
      }
      read += isRead(text.toString()) ? 1 : 0;
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 2) {
        bytes[0] = (byte) random.nextInt(3);
        bytes[2] = 0;
      }
      read += isRead(ByteBuffer.wrap(bytes)) ? 1 : 0;
    }
    assertThat(read).isBetween(5_000, 35_000);
  }

  private static boolean isRead(String text) {
    try {
      return Envelope.parse(text) != null;
    } catch (Envelope.Unreadable e) {
      return false;
    }
  }

  private static boolean isRead(ByteBuffer frame) {
    try {
      return Envelope.parse(frame) != null;
    } catch (Envelope.Unreadable e) {
      return false;
    }
  }
}
