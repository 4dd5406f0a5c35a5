package omgservers.shared.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Comparator;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.ConstraintMapper;

/** What is filled in is checked by the rules that the API has for the same body. */
@ApplicationScoped
public class FormRules {
  private final Validator validator;

  /** Rules of this validator. */
  @Inject
  public FormRules(Validator validator) {
    this.validator = validator;
  }

  protected FormRules() {
    this(null);
  }

  /** The body, which keeps its rules; refused by the name of the field otherwise. */
  public <T> T good(T body) {
    validator.validate(body).stream()
        .min(Comparator.comparing(FormRules::field))
        .ifPresent(
            found -> {
              throw Refusal.field(field(found), found.getMessage());
            });
    return body;
  }

  private static String field(ConstraintViolation<?> found) {
    return ConstraintMapper.snake(found.getPropertyPath().toString());
  }
}
