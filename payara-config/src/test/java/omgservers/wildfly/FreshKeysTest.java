package omgservers.wildfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshKeysTest {
  private static final String ISSUER = "omgservers";

  @TempDir private Path folder;

  private static RsaJsonWebKey key(String id) throws JoseException {
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2_048);
    key.setKeyId(id);
    key.setUse("sig");
    key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
    return key;
  }

  private static String token(RsaJsonWebKey key) throws JoseException {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setSubject("ann");
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(5);
    JsonWebSignature token = new JsonWebSignature();
    token.setPayload(claims.toJson());
    token.setKey(key.getPrivateKey());
    token.setKeyIdHeaderValue(key.getKeyId());
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    token.setHeader("typ", "JWT");
    return token.getCompactSerialization();
  }

  @Test
  void trustsKeysThatComeLater() throws JoseException, IOException, ParseException {
    RsaJsonWebKey first = key("first");
    RsaJsonWebKey next = key("next");
    Path file = folder.resolve("jwks.json");
    JWTAuthContextInfo context = new JWTAuthContextInfo();
    context.setPublicKeyLocation(file.toUri().toString());
    context.setIssuedBy(ISSUER);
    FreshKeys keys = new FreshKeys();
    String early = token(first);
    assertThatThrownBy(() -> keys.parse(early, context)).isInstanceOf(ParseException.class);

    Files.writeString(file, new JsonWebKeySet(first).toJson());
    assertThat(keys.parse(early, context).getSubject()).isEqualTo("ann");
    String later = token(next);
    assertThatThrownBy(() -> keys.parse(later, context)).isInstanceOf(ParseException.class);

    Files.writeString(file, new JsonWebKeySet(first, next).toJson());
    assertThat(keys.parse(later, context).getSubject()).isEqualTo("ann");
    assertThat(keys.parse(early, context).getSubject()).isEqualTo("ann");
  }
}
