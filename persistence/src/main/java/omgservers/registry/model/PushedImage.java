package omgservers.registry.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * A content that was pushed to a project's repository. ARRIVED until it was looked at; then
 * VERSION, or REFUSED with an explanation; pushed once more, a refused one is looked at again.
 * GOING when its version was deleted: the registry is told to forget it, and then so do we.
 */
@Entity
@Table(name = "pushed_image")
public class PushedImage {
  /** An explanation is cut to this length. */
  public static final int EXPLANATION_MAX = 2_000;

  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "project_id")
  private long projectId;

  private String repository;
  private String digest;

  @Enumerated(EnumType.STRING)
  private State state;

  private long size;
  private String labels;

  @Column(name = "pushed_by")
  private Long pushedBy;

  @Column(name = "pushed_at")
  private Instant pushedAt;

  @Column(name = "version_id")
  private Long versionId;

  private String explanation;
  private boolean excess;

  @Column(name = "freed_at")
  private Instant freedAt;

  @Column(name = "due_at")
  private Instant dueAt;

  private int attempts;
  private String reason;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected PushedImage() {}

  /** What became of it. */
  public enum State {
    /** Nobody has looked at it yet. */
    ARRIVED,
    /** It is a version of the project. */
    VERSION,
    /** It could not become a version; the explanation says why. */
    REFUSED,
    /** Its version was deleted, and so will it be. */
    GOING
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The tenant that owns it. */
  public long tenantId() {
    return tenantId;
  }

  /** The project that it belongs to. */
  public long projectId() {
    return projectId;
  }

  /** The repository that it was pushed to first: <code>tenant/project</code>. */
  public String repository() {
    return repository;
  }

  /** The name of its content. */
  public String digest() {
    return digest;
  }

  /** What became of it. */
  public State state() {
    return state;
  }

  /** How many bytes it has in the registry, compressed as they are there; 0 until looked at. */
  public long size() {
    return size;
  }

  /** Its labels as JSON, once it was looked at. */
  public Optional<String> labels() {
    return Optional.ofNullable(labels);
  }

  /** The account that pushed it, if that is known. */
  public Optional<Long> pushedBy() {
    return Optional.ofNullable(pushedBy);
  }

  /** When it was pushed last. */
  public Instant pushedAt() {
    return pushedAt;
  }

  /** The version that it became. */
  public Optional<Long> versionId() {
    return Optional.ofNullable(versionId);
  }

  /** Why it is no version. */
  public Optional<String> explanation() {
    return Optional.ofNullable(explanation);
  }

  /** Whether it was more than the tenant may keep, so that the registry is to forget it. */
  public boolean isExcess() {
    return excess;
  }

  /** When the registry had forgotten it. */
  public Optional<Instant> freedAt() {
    return Optional.ofNullable(freedAt);
  }

  /** What the work on it last stumbled over. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** How often in a row the work on it failed. */
  public int failures() {
    return attempts;
  }

  /** It was pushed, perhaps once more, perhaps told late; who pushed it is kept when told. */
  public void pushed(Long by, Instant at, Instant now) {
    if (pushedBy == null) {
      pushedBy = by;
    }
    if (!at.isAfter(pushedAt)) {
      return;
    }
    pushedAt = at;
    if (state == State.REFUSED || state == State.GOING) {
      lookAgain(now);
    }
  }

  /** It is to be looked at, as if it had arrived just now. */
  public void lookAgain(Instant now) {
    if (state == State.VERSION) {
      throw new IllegalStateException("image " + id + " is a version");
    }
    state = State.ARRIVED;
    explanation = null;
    excess = false;
    freedAt = null;
    versionId = null;
    due(now);
  }

  /** It was looked at: this is in it. */
  public void known(long bytes, String labelsAsJson) {
    size = bytes;
    labels = labelsAsJson;
  }

  /** It is this version of the project. */
  public void become(long version) {
    requireArrived();
    state = State.VERSION;
    versionId = version;
    due(null);
  }

  /** It cannot become a version. */
  public void refuse(String why) {
    requireArrived();
    state = State.REFUSED;
    explanation = why.length() > EXPLANATION_MAX ? why.substring(0, EXPLANATION_MAX) : why;
    due(null);
  }

  /** It is more than the tenant may keep: the registry is to forget it. */
  public void refuseExcess(String why, Instant now) {
    refuse(why);
    excess = true;
    due(now);
  }

  private void requireArrived() {
    if (state != State.ARRIVED) {
      throw new IllegalStateException("image " + id + " is " + state);
    }
  }

  /** Nobody needs it any more. */
  public void go(Instant now) {
    state = State.GOING;
    versionId = null;
    due(now);
  }

  /** The registry has forgotten it; the explanation is kept until the moment. */
  public void freed(Instant now, Instant until) {
    freedAt = now;
    due(until);
  }

  /** Somebody works on it; if nothing comes of that it is looked at again at the moment. */
  public void leaseUntil(Instant moment) {
    dueAt = moment;
  }

  private void due(Instant moment) {
    dueAt = moment;
    attempts = 0;
    reason = null;
  }

  /** How often it was changed. */
  public int version() {
    return lockVersion;
  }
}
