package omgservers.builder.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * An image that is to be made of source. What is desired of it is that it is built, or that it
 * ends; what is observed is its state. A build that runs has a lease, its due time: whoever builds
 * it makes it longer again and again, and a lease that ran out means that nobody builds it any
 * more. Each run has a number, so that one that was given up cannot speak for a later one.
 */
@Entity
@Table(name = "build_job")
public class BuildJob {
  /** A reason is cut to this length. */
  public static final int REASON_MAX = 2_000;

  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "project_id")
  private long projectId;

  private Instant created;

  @Column(name = "created_by")
  private long createdBy;

  @Enumerated(EnumType.STRING)
  private BuildSource source;

  @Column(name = "git_url")
  private String gitUrl;

  @Column(name = "git_ref")
  private String gitRef;

  @Column(name = "git_commit")
  private String gitCommit;

  private String tag;
  private String dockerfile;
  private String target;
  private String arguments;

  @Column(name = "secret_names")
  private String secretNames;

  private String sealed;
  private String labels;

  @Column(name = "no_cache")
  private boolean noCache;

  @Enumerated(EnumType.STRING)
  private BuildDesire desired;

  @Enumerated(EnumType.STRING)
  private BuildState state;

  @Enumerated(EnumType.STRING)
  private BuildStep step;

  private int run;
  private String server;

  @Column(name = "source_bytes")
  private Long sourceBytes;

  @Column(name = "queued_at")
  private Instant queuedAt;

  @Column(name = "started_at")
  private Instant startedAt;

  @Column(name = "ended_at")
  private Instant endedAt;

  private String image;
  private String digest;

  @Column(name = "version_id")
  private Long versionId;

  @Embedded private BuildLog log;

  @Column(name = "due_at")
  private Instant dueAt;

  private String reason;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected BuildJob() {}

  /** Whose build it is. */
  public record Owner(long tenantId, long projectId, long createdBy) {}

  /** A build that waits for its archive until the moment, or for its turn from now on. */
  public BuildJob(long id, Owner owner, BuildWish wish, Instant now, Instant sourceUntil) {
    this.id = id;
    this.tenantId = owner.tenantId;
    this.projectId = owner.projectId;
    this.createdBy = owner.createdBy;
    this.created = now;
    this.tag = wish.tag();
    this.dockerfile = wish.dockerfile();
    this.target = wish.target();
    this.arguments = wish.arguments();
    this.secretNames = wish.secretNames();
    this.sealed = wish.sealed();
    this.labels = wish.labels();
    this.noCache = wish.noCache();
    this.log = new BuildLog();
    this.desired = BuildDesire.BUILT;
    if (wish.git() == null) {
      source = BuildSource.ARCHIVE;
      state = BuildState.AWAITING_SOURCE;
      dueAt = sourceUntil;
    } else {
      source = BuildSource.GIT;
      gitUrl = wish.git().url();
      gitRef = wish.git().ref();
      queue(now);
    }
  }

  private void queue(Instant now) {
    state = BuildState.QUEUED;
    queuedAt = now;
    startedAt = null;
    endedAt = null;
    step = null;
    server = null;
    reason = null;
    dueAt = now;
  }

  private void require(BuildState wanted) {
    if (state != wanted) {
      throw new IllegalStateException("build " + id + " is " + state + ", not " + wanted);
    }
  }

  /** Its id; it says on which shard it lies. */
  public long id() {
    return id;
  }

  /** The tenant that owns it. */
  public long tenantId() {
    return tenantId;
  }

  /** The project that it is for. */
  public long projectId() {
    return projectId;
  }

  /** When it was asked for. */
  public Instant created() {
    return created;
  }

  /** The account that asked for it. */
  public long createdBy() {
    return createdBy;
  }

  /** Where its source comes from. */
  public BuildSource source() {
    return source;
  }

  /** What it is made of, and how. */
  public BuildWish wish() {
    return new BuildWish(
        gitUrl == null ? null : new BuildWish.Git(gitUrl, gitRef),
        tag,
        dockerfile,
        target,
        arguments,
        secretNames,
        sealed,
        labels,
        noCache);
  }

  /** What is desired of it. */
  public BuildDesire desired() {
    return desired;
  }

  /** How far it is. */
  public BuildState state() {
    return state;
  }

  /** What is being done, while it runs. */
  public Optional<BuildStep> step() {
    return Optional.ofNullable(step);
  }

  /** The number of its run: 0 before the first. */
  public int run() {
    return run;
  }

  /** The pool server of its last run. */
  public Optional<String> server() {
    return Optional.ofNullable(server);
  }

  /** How large its archive is, while that is kept. */
  public Optional<Long> sourceBytes() {
    return Optional.ofNullable(sourceBytes);
  }

  /** The commit that was fetched last. */
  public Optional<String> commit() {
    return Optional.ofNullable(gitCommit);
  }

  /** Since when it waits for its turn, or did before its last run. */
  public Optional<Instant> queuedAt() {
    return Optional.ofNullable(queuedAt);
  }

  /** When its last run began. */
  public Optional<Instant> startedAt() {
    return Optional.ofNullable(startedAt);
  }

  /** When it ended. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  /** The name of its image, once that was pushed. */
  public Optional<String> image() {
    return Optional.ofNullable(image);
  }

  /** What tells its image from all others, once that was pushed. */
  public Optional<String> digest() {
    return Optional.ofNullable(digest);
  }

  /** The version that its image became. */
  public Optional<Long> versionId() {
    return Optional.ofNullable(versionId);
  }

  /** What it waits for, or why it ended. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** What is known of its log. */
  public BuildLog log() {
    return log;
  }

  /** Its archive, of this size, is there: it waits for its turn. */
  public void sourceCame(long bytes, Instant now) {
    require(BuildState.AWAITING_SOURCE);
    sourceBytes = bytes;
    queue(now);
  }

  /** It still waits, for this reason, and is looked at again at the moment. */
  public void waits(String why, Instant until) {
    require(BuildState.QUEUED);
    reason = cut(why);
    dueAt = until;
  }

  /** It is its turn: it runs on the server, and has its first lease. The number of the run. */
  public int start(String where, Instant now, Instant lease) {
    require(BuildState.QUEUED);
    state = BuildState.RUNNING;
    server = where;
    startedAt = now;
    reason = null;
    dueAt = lease;
    run++;
    return run;
  }

  /** Whether this is the run that goes on. */
  public boolean isRunning(int number) {
    return state == BuildState.RUNNING && run == number;
  }

  /** Whoever builds it is there. */
  public void lease(Instant until) {
    require(BuildState.RUNNING);
    dueAt = until;
  }

  /** This is done for it now. */
  public void does(BuildStep next) {
    require(BuildState.RUNNING);
    step = next;
  }

  /** This commit of its repository was fetched. */
  public void fetched(String commit) {
    require(BuildState.RUNNING);
    gitCommit = commit;
  }

  /** Its image was pushed under this name. */
  public void pushed(String name, String what) {
    require(BuildState.RUNNING);
    image = name;
    digest = what;
  }

  /** Its image became this version: it is done, and its source is needed until the moment. */
  public void succeed(long version, Instant now, Instant forgetSource) {
    require(BuildState.RUNNING);
    versionId = version;
    over(BuildState.SUCCEEDED, null, now, forgetSource);
  }

  /** It ends in the state, for this reason; its source is needed until the moment. */
  public void end(BuildState how, String why, Instant now, Instant forgetSource) {
    if (state.isOver() || !how.isOver() || how == BuildState.SUCCEEDED) {
      throw new IllegalStateException("build " + id + " is " + state + ", and cannot be " + how);
    }
    over(how, why, now, forgetSource);
  }

  private void over(BuildState how, String why, Instant now, Instant forgetSource) {
    state = how;
    reason = why == null ? null : cut(why);
    step = null;
    endedAt = now;
    dueAt = forgetSource;
  }

  private static String cut(String text) {
    // The database takes no zero in a text.
    String clean = text.replace('\0', '\uFFFD');
    return clean.length() <= REASON_MAX ? clean : clean.substring(0, REASON_MAX);
  }

  /** It is not wanted any more; false when it is over, or that was said before. */
  public boolean cancel(Instant now) {
    if (state.isOver() || desired == BuildDesire.CANCELLED) {
      return false;
    }
    desired = BuildDesire.CANCELLED;
    if (state != BuildState.RUNNING) {
      dueAt = now;
    }
    return true;
  }

  /** Whether it can be repeated: it is over without a version, and its source can be had. */
  public boolean isRepeatable() {
    return state.isOver() && state != BuildState.SUCCEEDED && hasSource();
  }

  private boolean hasSource() {
    return source == BuildSource.GIT || sourceBytes != null;
  }

  /** It waits for its turn once more. */
  public void repeat(Instant now) {
    if (!isRepeatable()) {
      throw new IllegalStateException("build " + id + " cannot be repeated");
    }
    desired = BuildDesire.BUILT;
    image = null;
    digest = null;
    queue(now);
  }

  /** Its source and its secrets are not kept any more; it is forgotten at the moment. */
  public void sourceForgotten(Instant forget) {
    sourceBytes = null;
    sealed = null;
    dueAt = forget;
  }
}
