package omgservers.installation.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import omgservers.installation.TokenKeys;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.shared.security.Tokens;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The keys with which the installation signs tokens; their private halves are shown to nobody. */
@Path("signing-keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SigningKeysResource {
  private final TokenKeys keys;
  private final Callers callers;

  /** Doors to these keys. */
  @Inject
  public SigningKeysResource(TokenKeys keys, Callers callers) {
    this.keys = keys;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public SigningKeysResource() {
    this(null, null);
  }

  /**
   * A key: from when it signs, when the last token that it signed ends, if another one took over,
   * and whether it is the next, the one that signs, or only believed.
   */
  public record SigningKeyView(
      String id, Tokens.KeyState state, Instant signsAt, @Schema(nullable = true) Instant endsAt) {
    static SigningKeyView of(Tokens.KeyFact key) {
      return new SigningKeyView(key.id(), key.state(), key.signsAt(), key.endsAt());
    }
  }

  /** All keys, the newest first. */
  @GET
  public Paging.Page<SigningKeyView> list() {
    return new Paging.Page<>(
        keys.all(callers.staff()).stream().map(SigningKeyView::of).toList(), null);
  }

  /** Makes a key that takes over from the present one after a while. */
  @POST
  @APIResponseSchema(value = SigningKeyView.class, responseCode = "201")
  public Response renew() {
    return Answers.created("signing-keys", SigningKeyView.of(keys.renew(callers.staff())));
  }
}
