package omgservers.tenancy.rest;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Who wants to be let in; the user by id or name. */
public record SignIn(
    @NotBlank @Size(max = 64) String user, @NotBlank @Size(max = 64) String password) {}
