package omgservers.shared.problem;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.Optional;

/**
 * A request that we understand and decline: nothing of it is kept, and the caller is told why. The
 * detail is meant for the caller and holds no secret.
 */
@ApplicationException(rollback = true, inherited = true)
public final class Refusal extends RuntimeException {
  /** What sort of answer fits, independent of the transport. */
  public enum Kind {
    /** The request is wrong in itself. */
    INVALID,
    /** We do not know who asks. */
    UNAUTHENTICATED,
    /** We know who asks, and they may not. */
    FORBIDDEN,
    /** What is asked for does not exist. */
    NOT_FOUND,
    /** It does not fit the present state. */
    CONFLICT,
    /** It was changed since the caller read it. */
    CHANGED_MEANWHILE,
    /** The caller does not say which state it read. */
    UNCONDITIONAL,
    /** It is larger than we take. */
    TOO_LARGE,
    /** A limit is reached for now. */
    TOO_MANY,
    /** Another server that is asked on the caller's behalf does not answer. */
    UNREACHABLE,
    /** A part of the installation cannot be reached for now. */
    UNAVAILABLE
  }

  private final Kind kind;
  private final Qualifier qualifier;
  private final String field;
  private final Duration pause;

  /** A refusal of the kind, with the protocol's name for it and a sentence for the caller. */
  public Refusal(Kind kind, Qualifier qualifier, String detail) {
    this(kind, qualifier, null, null, detail);
  }

  private Refusal(Kind kind, Qualifier qualifier, String field, Duration pause, String detail) {
    super(detail);
    this.kind = kind;
    this.qualifier = qualifier;
    this.field = field;
    this.pause = pause;
  }

  /** A field of the request breaks a constraint. */
  public static Refusal field(String field, String fault) {
    return new Refusal(
        Kind.INVALID, Qualifier.VALIDATION_CONSTRAINT_VIOLATED, field, null, field + " " + fault);
  }

  /** The request is wrong in itself. */
  public static Refusal invalid(Qualifier qualifier, String detail) {
    return new Refusal(Kind.INVALID, qualifier, detail);
  }

  /** The caller could not be recognised. */
  public static Refusal unauthenticated(String detail) {
    return new Refusal(Kind.UNAUTHENTICATED, Qualifier.WRONG_CREDENTIALS, detail);
  }

  /** The caller may not do this. */
  public static Refusal forbidden(Qualifier qualifier, String detail) {
    return new Refusal(Kind.FORBIDDEN, qualifier, detail);
  }

  /** What the request names does not exist. */
  public static Refusal notFound(String detail) {
    return new Refusal(Kind.NOT_FOUND, Qualifier.OBJECT_NOT_FOUND, detail);
  }

  /** The present state does not allow this. */
  public static Refusal conflict(Qualifier qualifier, String detail) {
    return new Refusal(Kind.CONFLICT, qualifier, detail);
  }

  /** A limit is reached; after the pause the caller may try again. */
  public static Refusal tooMany(Duration pause, String detail) {
    return new Refusal(Kind.TOO_MANY, Qualifier.LIMIT_REACHED, null, pause, detail);
  }

  /** Someone else works on it; after the pause the caller may try again. */
  public static Refusal busy(Qualifier qualifier, Duration pause, String detail) {
    return new Refusal(Kind.CONFLICT, qualifier, null, pause, detail);
  }

  /** A database cannot be reached; after the pause the caller may try again. */
  public static Refusal unavailable(Duration pause, String detail) {
    return new Refusal(Kind.UNAVAILABLE, Qualifier.DB_EXCEPTION_UNHANDLED, null, pause, detail);
  }

  /** After which pause the caller may try again, when that helps. */
  public Optional<Duration> pause() {
    return Optional.ofNullable(pause);
  }

  /** The field that is wrong, when it is one. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /** What sort of answer fits. */
  public Kind kind() {
    return kind;
  }

  /** The protocol's name of this refusal. */
  public Qualifier qualifier() {
    return qualifier;
  }
}
