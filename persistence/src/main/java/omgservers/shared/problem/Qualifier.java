package omgservers.shared.problem;

/** The machine-readable name of a refusal, as the public protocol spells it. */
public enum Qualifier {
  /** The request cannot be read: malformed JSON, a wrong type, an unknown enum value. */
  WRONG_REQUEST,
  /** The body has a media type other than JSON. */
  WRONG_MEDIA_TYPE,
  /** An argument has a value that cannot be meant. */
  WRONG_ARGUMENT,
  /** A message may not be sent by this side. */
  WRONG_MESSAGE,
  /** The version is not given by its id. */
  WRONG_VERSION,
  /** The version cannot be deployed as it is. */
  WRONG_VERSION_STATE,
  /** The image does not belong to the project of the request. */
  WRONG_IMAGE,
  /** A version or deployment configuration that cannot work. */
  WRONG_CONFIGURATION,
  /** No, unknown, expired or wrong credentials. */
  WRONG_CREDENTIALS,
  /** The user of the credentials does not exist any more. */
  USER_NOT_FOUND,
  /** Something that the request names does not exist. */
  OBJECT_NOT_FOUND,
  /** The thing that should hold the new one does not exist. */
  PARENT_NOT_FOUND,
  /** The caller lacks the permission or the role. */
  PERMISSION_NOT_FOUND,
  /** The client belongs to another user. */
  UNAUTHORIZED_REQUEST,
  /** The client has ended. */
  CLIENT_NOT_FOUND,
  /** The stage has no deployment that takes players. */
  DEPLOYMENT_NOT_FOUND,
  /** The runtime has ended, or the client has none at the moment. */
  RUNTIME_NOT_FOUND,
  /** The version has no image of the needed kind. */
  IMAGE_NOT_FOUND,
  /** A unique name is taken, or something still refers to what is to go. */
  DB_CONSTRAINT_VIOLATED,
  /** A field of the request breaks a constraint. */
  VALIDATION_CONSTRAINT_VIOLATED,
  /** The same Idempotency-Key came with another request, or its outcome is not known. */
  IDEMPOTENCY_VIOLATED,
  /** The thing was changed since the caller read it, or the caller does not say what it read. */
  WRONG_PRECONDITION,
  /** A database cannot be reached now. */
  DB_EXCEPTION_UNHANDLED,
  /** A host of the pool does not answer. */
  SERVER_NOT_FOUND,
  /** A named limit is reached. */
  LIMIT_REACHED,
  /** A fault of ours. */
  INTERNAL_EXCEPTION_OCCURRED
}
