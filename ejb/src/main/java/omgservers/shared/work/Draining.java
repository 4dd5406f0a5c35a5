package omgservers.shared.work;

/** This instance is about to stop: it works on nothing any more, and sends everybody elsewhere. */
public record Draining() {}
