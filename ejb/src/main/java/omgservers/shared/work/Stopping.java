package omgservers.shared.work;

/** This instance is about to stop; what it still has to say must be said now. */
public record Stopping() {}
