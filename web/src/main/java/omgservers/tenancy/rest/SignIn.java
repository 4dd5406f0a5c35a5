package omgservers.tenancy.rest;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import omgservers.tenancy.Passwords;

/** Who wants to be let in; the user by id or name. */
public record SignIn(
    @NotBlank @Size(max = 64) String user,
    @NotBlank @Size(max = Passwords.LENGTH_MAX) String password) {}
