package omgservers.runtime.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import omgservers.pool.model.LogLine;

/**
 * What is kept of a runtime's output, and enough of the runtime to find it when that is long
 * forgotten. It has the id of the runtime.
 */
@Entity
@Table(name = "runtime_log")
public class RuntimeLog {
  /** The first and the last line are shown up to this length. */
  public static final int TEXT_MAX = 200;

  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "stage_id")
  private long stageId;

  @Column(name = "deployment_id")
  private long deploymentId;

  @Column(name = "version_id")
  private long versionId;

  @Enumerated(EnumType.STRING)
  private RuntimeQualifier qualifier;

  private String mode;

  @Column(name = "pool_server")
  private String poolServer;

  private Instant created;

  @Column(name = "ended_at")
  private Instant endedAt;

  @Column(name = "end_reason")
  private String endReason;

  @Column(name = "forget_at")
  private Instant forgetAt;

  @Column(name = "next_line")
  private long nextLine;

  private long size;

  @Column(name = "lost_bytes")
  private long lostBytes;

  @Column(name = "stdout_read")
  private long stdoutRead;

  @Column(name = "stderr_read")
  private long stderrRead;

  @Column(name = "first_text")
  private String firstText;

  @Column(name = "last_text")
  private String lastText;

  @Column(name = "last_at")
  private Instant lastAt;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected RuntimeLog() {}

  /** An empty log of the runtime. */
  public RuntimeLog(Runtime runtime) {
    this.id = runtime.id();
    this.tenantId = runtime.tenantId();
    this.stageId = runtime.stageId();
    this.deploymentId = runtime.deploymentId();
    this.versionId = runtime.versionId();
    this.qualifier = runtime.qualifier();
    this.mode = runtime.mode().orElse(null);
    this.created = runtime.created();
  }

  /** How far the output of a game server was read: bytes of each stream, and when. */
  public record Progress(long stdout, long stderr, Instant at) {}

  /** The id of the runtime. */
  public long id() {
    return id;
  }

  /** The tenant of the runtime. */
  public long tenantId() {
    return tenantId;
  }

  /** The stage of the runtime. */
  public long stageId() {
    return stageId;
  }

  /** The deployment of the runtime. */
  public long deploymentId() {
    return deploymentId;
  }

  /** The version that the runtime ran. */
  public long versionId() {
    return versionId;
  }

  /** What the runtime was there for. */
  public RuntimeQualifier qualifier() {
    return qualifier;
  }

  /** The mode of a match. */
  public Optional<String> mode() {
    return Optional.ofNullable(mode);
  }

  /** Where the runtime ran last. */
  public Optional<String> poolServer() {
    return Optional.ofNullable(poolServer);
  }

  /** When the runtime was wanted. */
  public Instant created() {
    return created;
  }

  /** When the runtime ended. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  /** Why the runtime ended. */
  public Optional<String> endReason() {
    return Optional.ofNullable(endReason);
  }

  /** The number that the next line gets; so many lines were read. */
  public long nextLine() {
    return nextLine;
  }

  /** How much the kept lines count. */
  public long size() {
    return size;
  }

  /** How much the lines counted that are not kept any more. */
  public long lostBytes() {
    return lostBytes;
  }

  /** The beginning of the first line that was ever read. */
  public Optional<String> firstText() {
    return Optional.ofNullable(firstText);
  }

  /** The beginning of the last line. */
  public Optional<String> lastText() {
    return Optional.ofNullable(lastText);
  }

  /** How far the output was read. */
  public Progress progress() {
    return new Progress(stdoutRead, stderrRead, lastAt);
  }

  /** It runs there. */
  public void runsOn(String server) {
    poolServer = server;
  }

  /** Lines were added that count so much, up to the last one. */
  public void grew(int bytes, LogLine last, Progress read) {
    size += bytes;
    nextLine = last.number() + 1;
    lastText = shortened(last.text());
    // Where to go on reading is told by the game server's lines, whose clock may be another one.
    lastAt = read.at == null ? last.at() : read.at;
    stdoutRead = read.stdout;
    stderrRead = read.stderr;
  }

  /** This is its first line, unless it had one before. */
  public void began(LogLine first) {
    if (firstText == null) {
      firstText = shortened(first.text());
    }
  }

  private static String shortened(String text) {
    // The database takes no zero in a text.
    String clean = text.replace('\0', '\uFFFD');
    return clean.length() <= TEXT_MAX ? clean : clean.substring(0, TEXT_MAX);
  }

  /** Its oldest lines were dropped, which counted so much. */
  public void dropped(long bytes) {
    size -= bytes;
    lostBytes += bytes;
  }

  /** Lines were lost before they could be added. */
  public void lost(long bytes) {
    lostBytes += bytes;
  }

  /** The runtime ended; the log is forgotten at the later moment. The first end stays. */
  public void end(Instant now, String why, Instant forget) {
    if (endedAt == null) {
      endedAt = now;
      endReason = why;
      forgetAt = forget;
    }
  }
}
