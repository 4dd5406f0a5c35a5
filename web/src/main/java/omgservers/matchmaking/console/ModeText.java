package omgservers.matchmaking.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.bind.JsonbException;
import jakarta.json.stream.JsonGenerator;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.StringWriter;
import java.util.Map;
import omgservers.registry.VersionConfig;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.StrictJson;

/** The configuration of a mode as text that people change. */
@ApplicationScoped
public class ModeText {
  private static final String FIELD = "configuration";

  private final Validator validator;

  /** Texts that this validator looks through. */
  @Inject
  public ModeText(Validator validator) {
    this.validator = validator;
  }

  protected ModeText() {
    this(null);
  }

  /** The mode as text, without what it leaves out. */
  static String write(VersionConfig.Mode mode) {
    JsonValue whole =
        without(omgservers.shared.platform.Json.value(omgservers.shared.platform.Json.write(mode)));
    StringWriter text = new StringWriter();
    try (JsonWriter writer =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(text)) {
      writer.write(whole);
    }
    return text.toString().strip();
  }

  private static JsonValue without(JsonValue value) {
    if (value instanceof JsonObject object) {
      JsonObjectBuilder kept = Json.createObjectBuilder();
      object.forEach(
          (name, each) -> {
            if (each != JsonValue.NULL && each.getValueType() != JsonValue.ValueType.NULL) {
              kept.add(name, without(each));
            }
          });
      return kept.build();
    }
    if (value instanceof JsonArray array) {
      JsonArrayBuilder kept = Json.createArrayBuilder();
      array.forEach(each -> kept.add(without(each)));
      return kept.build();
    }
    return value;
  }

  /** The mode of the text; refused with what is wrong with it. */
  VersionConfig.Mode read(String text) {
    VersionConfig.Mode mode;
    try {
      mode =
          new StrictJson()
              .getContext(VersionConfig.Mode.class)
              .fromJson(text, VersionConfig.Mode.class);
    } catch (JsonbException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw Refusal.field(FIELD, "is no configuration of a mode: " + cause.getMessage());
    }
    if (mode == null) {
      throw Refusal.field(FIELD, "must be there");
    }
    for (ConstraintViolation<VersionConfig.Mode> fault : validator.validate(mode)) {
      throw Refusal.field(FIELD + "." + fault.getPropertyPath(), fault.getMessage());
    }
    return mode;
  }
}
