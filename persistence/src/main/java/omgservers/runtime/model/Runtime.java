package omgservers.runtime.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One game-server process and what the service knows of it. It is the process that makes it READY,
 * by its first token; every other step is made by reconciling.
 */
@Entity
public class Runtime {
  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "stage_id")
  private long stageId;

  @Column(name = "deployment_id")
  private long deploymentId;

  @Column(name = "version_id")
  private long versionId;

  @Column(name = "matchmaker_id")
  private long matchmakerId;

  @Column(name = "part_id")
  private long partId;

  @Enumerated(EnumType.STRING)
  private RuntimeQualifier qualifier;

  private String mode;
  private String image;
  private String config;
  private String secret = "";

  @Enumerated(EnumType.STRING)
  private State state = State.PENDING;

  @Column(name = "pool_server")
  private String poolServer;

  @Column(name = "cpu_limit")
  private int cpuLimit;

  @Column(name = "memory_limit")
  private int memoryLimit;

  private int starts;

  @Column(name = "avoided_server")
  private String avoidedServer;

  @Column(name = "exit_code")
  private Integer exitCode;

  @Column(name = "out_of_memory")
  private boolean outOfMemory;

  private Instant created;

  @Column(name = "started_at")
  private Instant startedAt;

  private Instant seen;

  @Column(name = "ready_at")
  private Instant readyAt;

  @Column(name = "closing_at")
  private Instant closingAt;

  @Column(name = "ended_at")
  private Instant endedAt;

  @Column(name = "end_reason")
  private String endReason;

  @Column(name = "due_at")
  private Instant dueAt;

  private int attempts;
  private String reason;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Runtime() {}

  /** A runtime that is wanted, due at once. */
  public Runtime(long id, RuntimePurpose purpose, String image, String config, Instant created) {
    this.id = id;
    this.image = image;
    this.config = config;
    this.created = created;
    this.dueAt = created;
    this.tenantId = purpose.tenantId();
    this.stageId = purpose.stageId();
    this.deploymentId = purpose.deploymentId();
    this.versionId = purpose.versionId();
    this.matchmakerId = purpose.matchmakerId();
    this.partId = purpose.partId();
    this.qualifier = purpose.qualifier();
    this.mode = purpose.mode();
  }

  /** It may use this much of CPU and memory. */
  public Runtime within(Limits limits) {
    cpuLimit = limits.cpu();
    memoryLimit = limits.memory();
    return this;
  }

  /** How often its step failed in a row. */
  public int attempts() {
    return attempts;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The tenant that pays for it. */
  public long tenantId() {
    return tenantId;
  }

  /** The stage that it runs for. */
  public long stageId() {
    return stageId;
  }

  /** The deployment that it runs for. */
  public long deploymentId() {
    return deploymentId;
  }

  /** The version that it runs. */
  public long versionId() {
    return versionId;
  }

  /** The matchmaker of the deployment. */
  public long matchmakerId() {
    return matchmakerId;
  }

  /** The lobby or the match that it runs. */
  public long partId() {
    return partId;
  }

  /** What it is there for. */
  public RuntimeQualifier qualifier() {
    return qualifier;
  }

  /** The mode of a match. */
  public Optional<String> mode() {
    return Optional.ofNullable(mode);
  }

  /** The image that it runs. */
  public String image() {
    return image;
  }

  /** Its runtime configuration, the JSON of the wire. */
  public String config() {
    return config;
  }

  /** The salted hash of the password of its latest start. */
  public String secret() {
    return secret;
  }

  /** How far it is. */
  public State state() {
    return state;
  }

  /** Where it runs. */
  public Optional<String> poolServer() {
    return Optional.ofNullable(poolServer);
  }

  /** What it may use. */
  public Limits limits() {
    return new Limits(cpuLimit, memoryLimit);
  }

  /** How often a start of it was tried. */
  public int starts() {
    return starts;
  }

  /** The server on which its last start failed, which it avoids. */
  public Optional<String> avoidedServer() {
    return Optional.ofNullable(avoidedServer);
  }

  /** The code that its process ended with, if that is known. */
  public Optional<Integer> exitCode() {
    return Optional.ofNullable(exitCode);
  }

  /** Whether its process was killed because it used more memory than it may. */
  public boolean isOutOfMemory() {
    return outOfMemory;
  }

  /** When it was wanted. */
  public Instant created() {
    return created;
  }

  /** When its process was last started. */
  public Optional<Instant> startedAt() {
    return Optional.ofNullable(startedAt);
  }

  /** When its process was last heard of, roughly. */
  public Optional<Instant> seen() {
    return Optional.ofNullable(seen);
  }

  /** When its process called in for the first time. */
  public Optional<Instant> readyAt() {
    return Optional.ofNullable(readyAt);
  }

  /** When it was to stop. */
  public Optional<Instant> closingAt() {
    return Optional.ofNullable(closingAt);
  }

  /** When it ended. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  /** Why it closes or ended. */
  public Optional<String> endReason() {
    return Optional.ofNullable(endReason);
  }

  /** Why its last step failed, while it fails. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** It has room on the server, where a start is being prepared. */
  public void placed(String server) {
    require(State.PENDING, State.STARTING);
    state = State.STARTING;
    poolServer = server;
    startedAt = null;
    starts++;
  }

  /** A start begins with this secret. */
  public void starting(String hash) {
    require(State.STARTING);
    secret = hash;
  }

  /** The process was started; from now on it is to call in. */
  public void started(Instant now) {
    require(State.STARTING, State.READY);
    startedAt = now;
    reason = null;
  }

  /** A start failed because of the server: it looks for room elsewhere, not before the moment. */
  public void startFailed(String why, Instant next) {
    require(State.STARTING);
    state = State.PENDING;
    avoidedServer = poolServer;
    poolServer = null;
    startedAt = null;
    waits(why, next);
  }

  /** Its process was seen to have ended like this. */
  public void exited(int code, boolean memory) {
    exitCode = code;
    outOfMemory = memory;
  }

  /** The process called in for the first time; false when it had before. */
  public boolean cameUp(Instant now) {
    require(State.STARTING, State.READY);
    boolean first = state == State.STARTING;
    readyAt = first ? now : readyAt;
    state = State.READY;
    seen = now;
    return first;
  }

  /** The process was heard of; nobody looks at it before it was silent for too long. */
  public void heard(Instant now, Instant next) {
    seen = now;
    if (state == State.READY) {
      stepped(next);
    }
  }

  /** It is to stop, for this reason; the first reason stays. */
  public void close(String why, Instant now) {
    if (isLive()) {
      state = State.CLOSING;
      endReason = why;
      closingAt = now;
      dueAt = now;
    }
  }

  /** Its process is gone; the row goes at the later moment. */
  public void ended(Instant now, Instant forget) {
    require(State.CLOSING);
    state = State.ENDED;
    endedAt = now;
    stepped(forget);
  }

  /** It has ended, and is remembered until the moment at most; false when it was so before. */
  public boolean forgetBy(Instant moment) {
    require(State.ENDED);
    boolean earlier = dueAt != null && moment.isBefore(dueAt);
    if (earlier) {
      dueAt = moment;
    }
    return earlier;
  }

  /** The deployment of a lobby, the matchmaker of a match: who is told what happens to it. */
  public long ownerId() {
    return qualifier == RuntimeQualifier.LOBBY ? deploymentId : matchmakerId;
  }

  /** It waits for the reason, which is worth showing, and is looked at again then. */
  public void waits(String why, Instant next) {
    reason = why;
    dueAt = next;
  }

  /** An errand for it is under way; it is looked at again then at the latest. */
  public void handed(Instant latest) {
    dueAt = latest;
  }

  /** It is looked at again then; an earlier time stays. */
  public void dueBy(Instant moment) {
    if (dueAt == null || moment.isBefore(dueAt)) {
      dueAt = moment;
    }
  }

  /** Its step is done; it is looked at again then. */
  public void stepped(Instant next) {
    attempts = 0;
    reason = null;
    dueAt = next;
  }

  /** Whether it runs or is about to, when it can have clients or get them. */
  public boolean isLive() {
    return state != State.CLOSING && state != State.ENDED;
  }

  private void require(State... allowed) {
    if (!Set.of(allowed).contains(state)) {
      throw new IllegalStateException("runtime " + id + " is " + state);
    }
  }

  /** It waits for room, its process is to call in, it does so, it is to stop, it is gone. */
  public enum State {
    PENDING,
    STARTING,
    READY,
    CLOSING,
    ENDED
  }
}
