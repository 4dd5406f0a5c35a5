package omgservers.shared.rest;

/** A token, as the protocol answers it. */
public record RawToken(String rawToken) {}
