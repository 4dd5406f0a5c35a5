package omgservers.tenancy;

import omgservers.tenancy.model.Role;

/** Who asks for a use case. */
public record Caller(long userId, Role role) {}
