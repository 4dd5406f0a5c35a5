package omgservers.dispatcher.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import omgservers.shared.platform.Json;

/** Game servers belong to strangers: whatever they send is an envelope or is told to be none. */
class EnvelopeFuzzTest {
  /** Pieces of which envelopes are made, and what breaks them. */
  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "null",
        "true",
        "1",
        "-",
        "1e99",
        "\\u00",
        "\\",
        "\"clients\":",
        "\"encoding\":",
        "\"message\":",
        "\"TXT\"",
        "\"B64\"",
        "\"droppable\":",
        "\"AQID\"",
        "\ud800",
        "\u0000",
        " ");
  }

  @Property(tries = 5_000)
  void readsAnyTextOrSaysThatItIsNoEnvelope(@ForAll("texts") List<String> text) {
    read(String.join("", text));
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return pieces().list().ofMaxSize(30);
  }

  @Property(tries = 2_000)
  void readsAnyStringOrSaysThatItIsNoEnvelope(@ForAll String text) {
    read(text);
  }

  private static void read(String text) {
    try {
      Envelope envelope = Envelope.parse(text);
      assertThat(envelope.text() == null).isNotEqualTo(envelope.bytes() == null);
    } catch (Envelope.Unreadable e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 5_000)
  void readsAnyBytesOrSaysThatTheyAreNoEnvelope(@ForAll @Size(max = 64) byte[] frame) {
    try {
      Envelope envelope = Envelope.parse(ByteBuffer.wrap(frame));
      assertThat(envelope.text() == null).isNotEqualTo(envelope.bytes() == null);
    } catch (Envelope.Unreadable e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 1_000)
  void passesAnyMessageOnAsItIs(@ForAll String message, @ForAll @Size(max = 5) List<Long> clients) {
    String json =
        "{\"clients\":%s,\"encoding\":\"TXT\",\"message\":%s}"
            .formatted(clients, Json.quoted(message));
    try {
      Envelope envelope = Envelope.parse(json);
      assertThat(envelope.text()).isEqualTo(message);
      assertThat(envelope.clients())
          .containsExactly(clients.stream().mapToLong(Long::longValue).toArray());
    } catch (Envelope.Unreadable e) {
      fail(json, e);
    }
  }

  @Property(tries = 500)
  void readsNoFrameThatIsCut(@ForAll @Size(min = 1, max = 5) List<Long> clients) throws Exception {
    byte[] text = "hei \u00e4".getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(4 + 8 * clients.size() + text.length);
    frame.put((byte) 1).put((byte) 0).putShort((short) clients.size());
    clients.forEach(frame::putLong);
    frame.put(text).flip();
    assertThat(Envelope.parse(frame.duplicate()).text()).isEqualTo("hei \u00e4");
    ByteBuffer cut = frame.duplicate();
    cut.limit(4 + 8 * clients.size() - 1);
    try {
      Envelope.parse(cut);
      fail("a frame without all of its ids was read");
    } catch (Envelope.Unreadable e) {
      assertThat(e.getMessage()).isEqualTo("it is too short");
    }
  }
}
