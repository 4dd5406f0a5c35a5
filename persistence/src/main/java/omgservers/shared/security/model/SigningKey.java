package omgservers.shared.security.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** A pair of RSA keys that the installation made to sign its tokens. */
@Entity
@Table(name = "signing_key")
public class SigningKey {
  @Id private String id;

  @Column(name = "private_key")
  private String privateKey;

  @Column(name = "public_key")
  private String publicKey;

  private Instant created;
  private String certificate;

  @Column(name = "signs_at")
  private Instant signsAt;

  @Column(name = "ends_at")
  private Instant endsAt;

  protected SigningKey() {}

  /** A pair that signs from then on; both keys in base64 of their standard encoding. */
  public SigningKey(
      String id, String privateKey, String publicKey, Instant created, Instant signsAt) {
    this.id = id;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.created = created;
    this.signsAt = signsAt;
  }

  /** From when on it signs. */
  public Instant signsAt() {
    return signsAt;
  }

  /** From when on nothing that it signed is believed, if that is known. */
  public Optional<Instant> endsAt() {
    return Optional.ofNullable(endsAt);
  }

  /** Another one takes over: at this moment the last token that it signed has ended. */
  public void endBy(Instant end) {
    if (endsAt != null) {
      throw new IllegalStateException("signing key " + id + " ends already");
    }
    endsAt = end;
  }

  /** Its private half is destroyed. */
  public void forget() {
    if (endsAt == null) {
      throw new IllegalStateException("signing key " + id + " does not end");
    }
    privateKey = "";
  }

  /** Whether its private half is destroyed. */
  public boolean isForgotten() {
    return privateKey.isEmpty();
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** The key id that tokens carry. */
  public String id() {
    return id;
  }

  /** The private half is kept in this form from now on. */
  public void keep(String sealed) {
    privateKey = sealed;
  }

  /**
   * A certificate of the public half, which it signed itself, in base64; none before it is made.
   */
  public Optional<String> certificate() {
    return Optional.ofNullable(certificate);
  }

  /** It has this certificate from now on. */
  public void certify(String made) {
    certificate = made;
  }

  /** PKCS#8 in base64, perhaps sealed. */
  public String privateKey() {
    return privateKey;
  }

  /** X.509 SubjectPublicKeyInfo in base64. */
  public String publicKey() {
    return publicKey;
  }
}
