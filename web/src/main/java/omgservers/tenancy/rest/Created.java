package omgservers.tenancy.rest;

/** Whether something was created. */
public record Created(boolean created) {}
