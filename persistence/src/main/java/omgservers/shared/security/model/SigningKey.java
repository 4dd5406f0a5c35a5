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

  protected SigningKey() {}

  /** A pair under its key id; both keys in base64 of their standard encoding. */
  public SigningKey(String id, String privateKey, String publicKey, Instant created) {
    this.id = id;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.created = created;
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
