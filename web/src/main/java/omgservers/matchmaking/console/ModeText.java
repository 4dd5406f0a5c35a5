package omgservers.matchmaking.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.math.BigDecimal;
import omgservers.registry.VersionConfig;
import omgservers.shared.console.Words;
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
    return Words.json(whole);
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
    if (value instanceof JsonNumber number) {
      BigDecimal plain = number.bigDecimalValue().stripTrailingZeros();
      return plain.scale() <= 0 ? Json.createValue(plain.toBigInteger()) : number;
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
