package omgservers.shared.rest;

/** A body that holds a secret, which is shown once and kept nowhere. */
public interface ShownOnce {}
