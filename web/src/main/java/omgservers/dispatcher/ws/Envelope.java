package omgservers.dispatcher.ws;

import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParsingException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import omgservers.shared.platform.Json;

/**
 * What a game server wants to be passed on: text or bytes, to these clients or to all (null), and
 * whether it may be dropped for newer ones when a player is slow. It comes as JSON (<code>
 * {"clients":["1"]|null,"encoding":"TXT"|"B64","message":"…","droppable":false}</code>), or as a
 * binary frame: kind (1 text, 2 bytes), flags (1 droppable), number of clients (2 bytes, 0 for
 * all), their ids (8 bytes each), and the rest is the message; all numbers big-endian.
 */
final class Envelope {
  static final int TEXT = 1;
  static final int BYTES = 2;
  private static final int DROPPABLE = 1;
  private static final int CLIENTS_AT_FIRST = 8;

  private final long[] clients;
  private final String text;
  private final byte[] bytes;
  private final boolean droppable;

  private Envelope(long[] clients, String text, byte[] bytes, boolean droppable) {
    this.clients = clients;
    this.text = text;
    this.bytes = bytes;
    this.droppable = droppable;
  }

  /** To whom; null is everybody. */
  long[] clients() {
    return clients;
  }

  /** The text, or null when it is bytes. */
  String text() {
    return text;
  }

  /** The bytes, or null when it is text. */
  byte[] bytes() {
    return bytes;
  }

  /** Whether it may be dropped for newer ones. */
  boolean isDroppable() {
    return droppable;
  }

  /** What was sent is no envelope; the words say why. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  /** The envelope in JSON; members that are not known are left alone. */
  static Envelope parse(String json) throws Unreadable {
    long[] clients = null;
    String encoding = null;
    String message = null;
    boolean droppable = false;
    try (JsonParser parser = Json.parser(json)) {
      if (parser.next() != JsonParser.Event.START_OBJECT) {
        throw new Unreadable("it is no object");
      }
      while (parser.next() == JsonParser.Event.KEY_NAME) {
        String name = parser.getString();
        JsonParser.Event value = parser.next();
        switch (name) {
          case "clients" -> clients = clients(parser, value);
          case "encoding" -> encoding = string(name, parser, value);
          case "message" -> message = string(name, parser, value);
          case "droppable" -> droppable = value == JsonParser.Event.VALUE_TRUE;
          default -> skip(parser, value);
        }
      }
    } catch (JsonParsingException | java.util.NoSuchElementException e) {
      throw new Unreadable("it is no JSON");
    }
    return of(clients, encoding, message, droppable);
  }

  private static Envelope of(long[] clients, String encoding, String message, boolean droppable)
      throws Unreadable {
    if (encoding == null || message == null) {
      throw new Unreadable("encoding and message are needed");
    }
    return switch (encoding) {
      case "TXT" -> new Envelope(clients, message, null, droppable);
      case "B64" -> {
        try {
          yield new Envelope(clients, null, Base64.getDecoder().decode(message), droppable);
        } catch (IllegalArgumentException e) {
          throw new Unreadable("message: is no Base64");
        }
      }
      default -> throw new Unreadable("encoding: is neither TXT nor B64");
    };
  }

  private static String string(String name, JsonParser parser, JsonParser.Event value)
      throws Unreadable {
    if (value != JsonParser.Event.VALUE_STRING) {
      throw new Unreadable(name + ": is no text");
    }
    return parser.getString();
  }

  private static long[] clients(JsonParser parser, JsonParser.Event value) throws Unreadable {
    if (value == JsonParser.Event.VALUE_NULL) {
      return null;
    }
    if (value != JsonParser.Event.START_ARRAY) {
      throw new Unreadable("clients: is no list");
    }
    long[] ids = new long[CLIENTS_AT_FIRST];
    int count = 0;
    for (JsonParser.Event each = parser.next();
        each != JsonParser.Event.END_ARRAY;
        each = parser.next()) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, 2 * count);
      }
      ids[count++] = id(parser, each);
    }
    return Arrays.copyOf(ids, count);
  }

  private static long id(JsonParser parser, JsonParser.Event value) throws Unreadable {
    try {
      if (value == JsonParser.Event.VALUE_NUMBER || value == JsonParser.Event.VALUE_STRING) {
        return Long.parseLong(parser.getString());
      }
    } catch (NumberFormatException e) {
      throw new Unreadable("clients: an id is no whole number");
    }
    throw new Unreadable("clients: an id is no number");
  }

  private static void skip(JsonParser parser, JsonParser.Event value) {
    if (value == JsonParser.Event.START_OBJECT) {
      parser.skipObject();
    } else if (value == JsonParser.Event.START_ARRAY) {
      parser.skipArray();
    }
  }

  /** The envelope in a binary frame. */
  static Envelope parse(ByteBuffer frame) throws Unreadable {
    try {
      int kind = frame.get();
      boolean droppable = (frame.get() & DROPPABLE) != 0;
      int count = Short.toUnsignedInt(frame.getShort());
      long[] clients = count == 0 ? null : new long[count];
      for (int i = 0; i < count; i++) {
        clients[i] = frame.getLong();
      }
      return switch (kind) {
        case TEXT -> new Envelope(clients, text(frame), null, droppable);
        case BYTES -> {
          byte[] rest = new byte[frame.remaining()];
          frame.get(rest);
          yield new Envelope(clients, null, rest, droppable);
        }
        default -> throw new Unreadable("its kind is neither text nor bytes");
      };
    } catch (BufferUnderflowException e) {
      throw new Unreadable("it is too short");
    }
  }

  private static String text(ByteBuffer rest) throws Unreadable {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(rest);
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable("its text is no UTF-8");
    }
  }
}
