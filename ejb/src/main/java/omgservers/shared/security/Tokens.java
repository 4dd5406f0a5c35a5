package omgservers.shared.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.security.model.SigningKey;
import omgservers.shared.security.model.SigningKeys;

/** Signs our tokens with the key of the installation, and checks those that open a WebSocket. */
@ApplicationScoped
public class Tokens {
  /** Whom a token for the connector is meant for. */
  public static final String CONNECTOR = "connector";

  /** Whom a token for the dispatcher is meant for. */
  public static final String DISPATCHER = "dispatcher";

  /** The group of tokens that open a WebSocket. */
  public static final String WEBSOCKET = "websocket";

  /** Whom a token is meant for with which a <code>docker login</code> goes on. */
  public static final String LOGIN = "registry-refresh";

  /** The subject of tokens for the registry that are for the platform's own work. */
  public static final String PLATFORM = "omgservers";

  /** The claim that names the API key with which the token was made. */
  public static final String KEY = "key_id";

  /** The claim that lists the scopes of that key. */
  public static final String SCOPES = "key_scopes";

  /** The claim that names the only tenant of that key; empty when it is for all. */
  public static final String KEY_TENANT = "key_tenant_id";

  /** The claim with the moment of issue in milliseconds; the standard one has whole seconds. */
  public static final String ISSUED = "issued_ms";

  /** The claim that names the user. */
  public static final String USER = "user_id";

  private static final int KEY_BITS = 2048;

  private final SigningKeys keys;
  private final KeyStrongbox strongbox;
  private final Settings settings;
  private final Time time;
  private volatile Signing signing;
  private volatile PublicKey published;

  /** Tokens signed by these keys. */
  @Inject
  Tokens(SigningKeys keys, KeyStrongbox strongbox, Settings settings, Time time) {
    this.keys = keys;
    this.strongbox = strongbox;
    this.settings = settings;
    this.time = time;
  }

  protected Tokens() {
    this(null, null, null, null);
  }

  private record Signing(
      String id, RSASSASigner signer, RSASSAVerifier verifier, String certificate) {}

  /** The public half of a key that signs, for those who check our tokens. */
  public record PublicKey(String jwks, List<String> certificates) {}

  /** What a token says of its holder. */
  public record Socket(String subject, String role, Map<String, String> claims) {}

  /** Loads the key of the installation, or makes it at the very first start. */
  @Transactional
  @SuppressWarnings("JavaUtilDate")
  public void open() {
    keys.reserve();
    SigningKey key = keys.newest().orElseGet(this::create);
    strongbox.sealAll();
    try {
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      byte[] secret = Base64.getDecoder().decode(strongbox.open(key));
      byte[] open = Base64.getDecoder().decode(key.publicKey());
      RSAPublicKey publicKey = (RSAPublicKey) rsa.generatePublic(new X509EncodedKeySpec(open));
      PrivateKey privateKey = rsa.generatePrivate(new PKCS8EncodedKeySpec(secret));
      if (key.certificate().isEmpty()) {
        key.certify(Certificates.ofKey(key.id(), publicKey, privateKey, key.created()));
      }
      String certificate = key.certificate().orElseThrow();
      signing =
          new Signing(
              key.id(), new RSASSASigner(privateKey), new RSASSAVerifier(publicKey), certificate);
      String jwks =
          new JWKSet(
                  new RSAKey.Builder(publicKey)
                      .keyID(key.id())
                      .keyUse(KeyUse.SIGNATURE)
                      .algorithm(JWSAlgorithm.RS256)
                      .x509CertChain(List.of(new com.nimbusds.jose.util.Base64(certificate)))
                      .build())
              .toString();
      published = new PublicKey(jwks, List.of(certificate));
      TokenTrust.trust(jwks);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing key " + key.id() + " cannot be used", e);
    }
  }

  /** With what others check our tokens. */
  public PublicKey published() {
    return published;
  }

  private SigningKey create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      KeyPair pair = generator.generateKeyPair();
      Base64.Encoder base64 = Base64.getEncoder();
      SigningKey key =
          new SigningKey(
              UUID.randomUUID().toString(),
              base64.encodeToString(pair.getPrivate().getEncoded()),
              base64.encodeToString(pair.getPublic().getEncoded()),
              time.now());
      keys.add(key);
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /** From when until when a token is good. */
  public record Span(Instant issued, Instant until) {
    /** The end of a token is in whole seconds. */
    public Span {
      until = until.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The same, but not beyond the moment. */
    public Span endingBy(Instant end) {
      return end.isBefore(until) ? new Span(issued, end) : this;
    }
  }

  /** The span of a token for the API that is issued at the moment. */
  public Span spanFrom(Instant issued) {
    return new Span(issued, issued.plus(settings.tokenLife()));
  }

  /** A token for the API: its subject is a user or a runtime, its group the role. */
  public String forService(String subject, String group, Map<String, String> claims) {
    return forService(new Socket(subject, group, claims), spanFrom(time.now()));
  }

  /** A token for the API that is good for the span; its group is the role of the holder. */
  public String forService(Socket holder, Span span) {
    return sign(TokenTrust.SERVICE, holder, holder.role, span);
  }

  /** A token that opens a WebSocket of the audience; it is good for a moment only. */
  public String forSocket(String audience, Socket socket) {
    Instant now = time.now();
    return sign(audience, socket, WEBSOCKET, new Span(now, now.plus(settings.socketTokenLife())));
  }

  /** A token with which the holder goes on being logged in at the registry. */
  public String forLogin(Socket holder, Span span) {
    return sign(LOGIN, holder, holder.role, span);
  }

  /** A token for the platform's own work with the registry. */
  public String forPlatform(List<RegistryAccess> access) {
    return forRegistry(PLATFORM, access, time.now());
  }

  /** A token for the registry: what its subject may do with which repositories. */
  @SuppressWarnings("JavaUtilDate")
  public String forRegistry(String subject, List<RegistryAccess> access, Instant issued) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(TokenTrust.ISSUER)
            .audience(settings.registryService())
            .subject(subject)
            .issueTime(Date.from(issued))
            .notBeforeTime(Date.from(issued))
            .expirationTime(Date.from(issued.plus(settings.registryTokenLife())))
            .jwtID(UUID.randomUUID().toString())
            .claim("access", access.stream().map(RegistryAccess::claim).toList())
            .build();
    JWSHeader header =
        header()
            .x509CertChain(List.of(new com.nimbusds.jose.util.Base64(signing.certificate)))
            .build();
    return sign(header, claims);
  }

  private JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(signing.id).type(JOSEObjectType.JWT);
  }

  private String sign(JWSHeader header, JWTClaimsSet claims) {
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(signing.signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("a token cannot be signed", e);
    }
    return token.serialize();
  }

  @SuppressWarnings("JavaUtilDate")
  private String sign(String audience, Socket socket, String group, Span span) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(TokenTrust.ISSUER)
            .audience(audience)
            .subject(socket.subject)
            .claim("upn", socket.subject)
            .claim("groups", List.of(group))
            .issueTime(Date.from(span.issued))
            .claim(ISSUED, span.issued.toEpochMilli())
            .expirationTime(Date.from(span.until))
            .jwtID(UUID.randomUUID().toString());
    if (group.equals(WEBSOCKET)) {
      claims.claim("user_role", socket.role);
    }
    socket.claims.forEach(claims::claim);
    return sign(header().build(), claims.build());
  }

  /** What the token says, if it is ours, meant for the audience and not too old. */
  public Optional<Socket> check(String audience, String raw) {
    try {
      JWTClaimsSet claims = verified(audience, raw);
      return claims == null || !claims.getStringListClaim("groups").contains(WEBSOCKET)
          ? Optional.empty()
          : Optional.of(socket(claims, claims.getStringClaim("user_role")));
    } catch (ParseException | JOSEException | NullPointerException e) {
      return Optional.empty();
    }
  }

  /** Who is logged in at the registry by this token, if it is ours and not too old. */
  public Optional<Socket> checkLogin(String raw) {
    try {
      JWTClaimsSet claims = verified(LOGIN, raw);
      return claims == null
          ? Optional.empty()
          : Optional.of(socket(claims, claims.getStringListClaim("groups").get(0)));
    } catch (ParseException | JOSEException | NullPointerException e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("JavaUtilDate")
  private JWTClaimsSet verified(String audience, String raw) throws ParseException, JOSEException {
    SignedJWT token = SignedJWT.parse(raw);
    JWTClaimsSet claims = token.getJWTClaimsSet();
    boolean good =
        JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm())
            && token.verify(signing.verifier)
            && TokenTrust.ISSUER.equals(claims.getIssuer())
            && claims.getAudience().contains(audience)
            && claims.getExpirationTime().toInstant().isAfter(time.now());
    return good ? claims : null;
  }

  private static Socket socket(JWTClaimsSet claims, String role) throws ParseException {
    Map<String, String> ids = new java.util.HashMap<>();
    ids.put(ISSUED, Long.toString(claims.getLongClaim(ISSUED)));
    for (String name : List.of("client_id", "runtime_id", USER, KEY, SCOPES, KEY_TENANT)) {
      String value = claims.getStringClaim(name);
      if (value != null) {
        ids.put(name, value);
      }
    }
    return new Socket(claims.getSubject(), role, Map.copyOf(ids));
  }
}
