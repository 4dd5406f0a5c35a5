package omgservers.registry;

/** An image was bound to a version: it will be needed soon. */
public record ImageBound(String image) {}
