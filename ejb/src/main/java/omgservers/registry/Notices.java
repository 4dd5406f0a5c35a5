package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.References;

/**
 * Takes what the registry notifies us of. The registry repeats what we refuse for ever, and keeps
 * everything else waiting meanwhile: so what is of no use is passed over.
 */
@ApplicationScoped
public class Notices {
  private static final System.Logger LOG = System.getLogger(Notices.class.getName());
  private static final String PUSH = "push";
  private static final String BLOB = "application/octet-stream";

  /** What a tag can point to; blobs are told of, too. */
  private static final Set<String> MANIFESTS =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  private final Pushes pushes;
  private final Settings settings;
  private final Time time;

  /** Notices that lead to these pushes. */
  @Inject
  public Notices(Pushes pushes, Settings settings, Time time) {
    this.pushes = pushes;
    this.settings = settings;
    this.time = time;
  }

  protected Notices() {
    this(null, null, null);
  }

  /** What happened in the registry, as it tells; anything may be missing. */
  public record Notice(
      String action,
      String mediaType,
      String repository,
      String tag,
      String digest,
      Long size,
      String actor,
      String timestamp) {}

  /** Fails unless the secret is the registry's. */
  public void requireRegistry(String secret) {
    Optional<String> wanted = settings.registrySecret();
    if (wanted.isEmpty()) {
      throw Refusal.forbidden(
          Qualifier.PERMISSION_NOT_FOUND,
          "Notifications are not taken: " + Settings.REGISTRY_SECRET + " is not set.");
    }
    byte[] given = (secret == null ? "" : secret).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(wanted.get().getBytes(StandardCharsets.UTF_8), given)) {
      throw Refusal.unauthenticated("The secret of the notification is wrong.");
    }
  }

  /** Takes the notice of a registry that was recognised. */
  public void take(Notice notice) {
    if (PUSH.equals(notice.action) && BLOB.equals(notice.mediaType)) {
      if (notice.size != null) {
        pushes.layer(String.valueOf(notice.repository), String.valueOf(notice.digest), notice.size);
      }
      return;
    }
    boolean tagged = notice.tag != null && !notice.tag.isEmpty();
    if (!PUSH.equals(notice.action) || !tagged || !MANIFESTS.contains(notice.mediaType)) {
      return;
    }
    try {
      pushes.record(
          new Pushes.Push(
              String.valueOf(notice.repository),
              notice.tag,
              String.valueOf(notice.digest),
              notice.actor == null ? null : References.id(notice.actor).orElse(null),
              moment(notice.timestamp)));
    } catch (Refusal e) {
      LOG.log(
          System.Logger.Level.INFO,
          "push of {0}:{1} passed over: {2}",
          notice.repository,
          notice.tag,
          e.getMessage());
    }
  }

  private Instant moment(String timestamp) {
    try {
      return timestamp == null ? time.now() : OffsetDateTime.parse(timestamp).toInstant();
    } catch (DateTimeParseException e) {
      return time.now();
    }
  }
}
