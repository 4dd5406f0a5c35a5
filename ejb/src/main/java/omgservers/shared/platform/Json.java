package omgservers.shared.platform;

import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.config.PropertyNamingStrategy;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;

/** JSON as it is kept and sent: snake case, nulls written. */
public final class Json {
  /** Held here: who asks for it each time lets the whole class path be searched each time. */
  private static final JsonProvider PROVIDER = JsonProvider.provider();

  private Json() {}

  /** Made when it is first used: text that is only looked through needs no binding. */
  private static final class Binding {
    private static final Jsonb JSONB = JsonbBuilder.create(config());
  }

  /** The settings of our JSON, for those who add to them. */
  public static JsonbConfig config() {
    return new JsonbConfig()
        .withPropertyNamingStrategy(PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES)
        .withNullValues(true)
        .withSerializers(new IdAsText());
  }

  /** Ids do not fit the numbers of every JSON reader, so they are written as text. */
  public static final class IdAsText implements JsonbSerializer<Long> {
    @Override
    public void serialize(Long id, JsonGenerator json, SerializationContext context) {
      json.write(Long.toString(id));
    }
  }

  /** The value as JSON text. */
  public static String write(Object value) {
    try {
      return Binding.JSONB.toJson(value);
    } catch (JsonbException e) {
      throw new IllegalStateException(value.getClass() + " cannot be written as JSON", e);
    }
  }

  /** The text as a JSON string, in quotes. */
  public static String quoted(String text) {
    return PROVIDER.createValue(text).toString();
  }

  /** The JSON text, event by event; for what is not worth a tree. */
  public static JsonParser parser(String text) {
    return PROVIDER.createParser(new StringReader(text));
  }

  /** The JSON text as a value of unknown shape, numbers exactly as written. */
  public static JsonValue value(String text) {
    try (JsonReader reader = PROVIDER.createReader(new StringReader(text))) {
      return reader.readValue();
    }
  }

  /** The value, changed as the JSON Merge Patch (RFC 7396) says. */
  public static JsonValue merged(JsonValue value, JsonValue patch) {
    return PROVIDER.createMergePatch(patch).apply(value);
  }

  /** The JSON text as a value of the type; what we wrote ourselves can always be read. */
  public static <T> T read(String text, Class<T> type) {
    try {
      return Binding.JSONB.fromJson(text, type);
    } catch (JsonbException e) {
      throw new IllegalStateException("kept JSON is no " + type.getSimpleName(), e);
    }
  }
}
