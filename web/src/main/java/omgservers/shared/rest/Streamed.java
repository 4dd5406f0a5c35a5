package omgservers.shared.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The body of the call is no JSON and may be large: it is read as it comes, and whoever reads it
 * sees to its bounds. Such a call may be repeated as it is, so it takes no Idempotency-Key.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Streamed {
  /** The media type of the body. */
  String value();
}
