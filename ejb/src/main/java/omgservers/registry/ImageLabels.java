package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.JsonbException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import omgservers.registry.model.ImageQualifier;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** What the labels of an image say about the version that it becomes. */
@ApplicationScoped
public class ImageLabels {
  /** The label with the version's configuration, as JSON. */
  public static final String CONFIG = "com.omgservers.config";

  /** The label that says what the image runs. */
  public static final String QUALIFIER = "com.omgservers.qualifier";

  private final Validator validator;

  /** Labels checked by this validator. */
  @Inject
  public ImageLabels(Validator validator) {
    this.validator = validator;
  }

  protected ImageLabels() {
    this(null);
  }

  /** The configuration that the labels state, if they do. */
  Optional<VersionConfig> config(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(CONFIG)).map(this::read);
  }

  private VersionConfig read(String text) {
    VersionConfig config;
    try {
      config = Json.read(text, VersionConfig.class);
    } catch (IllegalStateException | JsonbException e) {
      throw wrong(CONFIG, "is no JSON of a version configuration");
    }
    if (config == null) {
      throw wrong(CONFIG, "is no JSON of a version configuration");
    }
    Set<ConstraintViolation<VersionConfig>> faults = validator.validate(config);
    if (!faults.isEmpty()) {
      throw wrong(
          CONFIG,
          faults.stream()
              .map(fault -> fault.getPropertyPath() + " " + fault.getMessage())
              .sorted()
              .collect(Collectors.joining("; ")));
    }
    return config;
  }

  /** What the image runs: lobbies and matches unless a label says less. */
  static ImageQualifier qualifier(Map<String, String> labels) {
    String text = labels.getOrDefault(QUALIFIER, ImageQualifier.UNIVERSAL.name());
    return Arrays.stream(ImageQualifier.values())
        .filter(it -> it.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> wrong(QUALIFIER, "'" + text + "' is not LOBBY, MATCH or UNIVERSAL"));
  }

  private static Refusal wrong(String label, String fault) {
    return Refusal.invalid(
        Qualifier.WRONG_CONFIGURATION, "The label " + label + ": " + fault + ".");
  }
}
