package omgservers.shared.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.security.model.SigningKeys;

/** Signs our tokens with the keys of the installation, and checks those that open a WebSocket. */
@ApplicationScoped
public class Tokens {
  /** Whom a token for the connector is meant for. */
  public static final String CONNECTOR = "connector";

  /** Whom a token for the dispatcher is meant for. */
  public static final String DISPATCHER = "dispatcher";

  /** The audience of tokens that open a game server's channel. */
  public static final String CHANNEL = "channel";

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

  private final KeyBook book;
  private final Settings settings;
  private final Time time;
  private volatile KeyRing ring;
  private volatile List<SigningKeys.Stamp> stamps = List.of();

  /** Tokens signed by these keys. */
  @Inject
  Tokens(KeyBook book, Settings settings, Time time) {
    this.book = book;
    this.settings = settings;
    this.time = time;
  }

  protected Tokens() {
    this(null, null, null);
  }

  /** The public halves of the keys that sign, for those who check our tokens. */
  public record PublicKey(String jwks, List<String> certificates) {}

  /** What a token says of its holder. */
  public record Socket(String subject, String role, Map<String, String> claims) {}

  /** Loads the keys of the installation, or makes one at the very first start. */
  public void open() {
    know(book.open(), book.stamps());
  }

  private void know(KeyRing known, List<SigningKeys.Stamp> as) {
    ring = known;
    stamps = as;
    TokenTrust.trust(known.jwks(time.now()));
  }

  /**
   * Done every few seconds, outside of transactions: keys that others made are known, one that is
   * old is renewed, and one that has ended is forgotten.
   */
  public void refresh() {
    Instant now = time.now();
    if (ring.keys().stream().anyMatch(key -> key.isOver(now))) {
      book.forgetEnded();
    }
    if (isOld(ring.keys().get(0), now)) {
      book.renewIfOld();
    }
    List<SigningKeys.Stamp> present = book.stamps();
    if (!present.equals(stamps)) {
      know(book.ring(), present);
    }
  }

  private boolean isOld(KeyRing.Key newest, Instant now) {
    return !newest.signsAt().plus(settings.keyAge()).isAfter(now);
  }

  /** A key of the installation: when it was made, signs, and ends, if that is known. */
  public record KeyFact(String id, Instant signsAt, Instant endsAt, KeyState state) {}

  /** Where a key is in its life. */
  public enum KeyState {
    /** It is published and will sign. */
    NEXT,
    /** It signs. */
    SIGNING,
    /** It signs no more; what it signed is believed. */
    BELIEVED,
    /** It is nothing but a certificate in the chain of others. */
    ENDED
  }

  /** All keys, newest first; in the present transaction, if there is one. */
  public List<KeyFact> keys() {
    Instant now = time.now();
    List<SigningKeys.Stamp> all = book.stamps();
    String signing =
        all.stream()
            .filter(key -> !key.signsAt().isAfter(now))
            .findFirst()
            .map(SigningKeys.Stamp::id)
            .orElse("");
    return all.stream()
        .map(key -> new KeyFact(key.id(), key.signsAt(), key.endsAt(), state(key, signing, now)))
        .toList();
  }

  private static KeyState state(SigningKeys.Stamp key, String signing, Instant now) {
    if (key.signsAt().isAfter(now)) {
      return KeyState.NEXT;
    }
    boolean over = key.forgotten() || (key.endsAt() != null && !key.endsAt().isAfter(now));
    return key.id().equals(signing) ? KeyState.SIGNING : over ? KeyState.ENDED : KeyState.BELIEVED;
  }

  /** Makes the key that signs next, in the present transaction; its id. */
  public String renew() {
    return book.renew().id();
  }

  /** With what others check our tokens. */
  public PublicKey published() {
    Instant now = time.now();
    return new PublicKey(ring.jwks(now), ring.certificates(now));
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
    KeyRing.Key key = ring.signing(time.now());
    return sign(key, header(key).x509CertChain(key.certificates()).build(), claims);
  }

  private static JWSHeader.Builder header(KeyRing.Key key) {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.id()).type(JOSEObjectType.JWT);
  }

  private static String sign(KeyRing.Key key, JWSHeader header, JWTClaimsSet claims) {
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(key.signer());
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
    KeyRing.Key key = ring.signing(time.now());
    return sign(key, header(key).build(), claims.build());
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
    Optional<KeyRing.Key> key =
        ring.believed(String.valueOf(token.getHeader().getKeyID()), time.now());
    boolean good =
        JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm())
            && key.isPresent()
            && token.verify(key.get().verifier())
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
