package omgservers.tenancy.rest;

import java.time.Instant;
import java.util.Set;
import omgservers.shared.rest.ShownOnce;
import omgservers.tenancy.KeyRing;
import omgservers.tenancy.model.Scope;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An API key without its text. */
public record KeyView(
    Long id,
    String name,
    Set<Scope> scopes,
    @Schema(nullable = true) Long tenantId,
    Instant created,
    Instant expiresAt,
    @Schema(nullable = true) Instant lastUsed) {
  static KeyView of(KeyRing.KeyFact key) {
    return new KeyView(
        key.id(),
        key.name(),
        key.scopes(),
        key.tenantId(),
        key.created(),
        key.expiresAt(),
        key.lastUsed());
  }

  /** A new API key with its text. */
  public record Fresh(
      Long id,
      String name,
      Set<Scope> scopes,
      @Schema(nullable = true) Long tenantId,
      Instant created,
      Instant expiresAt,
      @Schema(nullable = true) Instant lastUsed,
      String secret)
      implements ShownOnce {
    static Fresh of(KeyRing.NewKey made) {
      KeyRing.KeyFact key = made.key();
      return new Fresh(
          key.id(),
          key.name(),
          key.scopes(),
          key.tenantId(),
          key.created(),
          key.expiresAt(),
          key.lastUsed(),
          made.text());
    }
  }

  /** The API key that someone uses. */
  public record Used(
      Long id, String name, Set<Scope> scopes, @Schema(nullable = true) Long tenantId) {
    static Used of(KeyRing.KeyFact key) {
      return new Used(key.id(), key.name(), key.scopes(), key.tenantId());
    }
  }
}
