package omgservers.shared.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An operation that needs no token. It is limited by address, whether a token comes or not. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Open {
  /** False where many may share an address, and the use case itself counts by something else. */
  boolean byAddress() default true;
}
