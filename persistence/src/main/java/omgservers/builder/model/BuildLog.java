package omgservers.builder.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** How much there is of the log of a build. */
@Embeddable
public class BuildLog {
  @Column(name = "next_line")
  private long nextLine;

  @Column(name = "log_size")
  private long size;

  @Column(name = "lost_bytes")
  private long lostBytes;

  /** An empty log. */
  public BuildLog() {}

  /** The number that its next line gets. */
  public long nextLine() {
    return nextLine;
  }

  /** How much its kept lines count. */
  public long size() {
    return size;
  }

  /** How much its lines counted that are not kept any more. */
  public long lostBytes() {
    return lostBytes;
  }

  /** Lines were added that count so much, up to the one before this number; others were lost. */
  public void grew(long next, long bytes, long lost) {
    nextLine = next;
    size += bytes;
    lostBytes += lost;
  }

  /** Its oldest lines were dropped, which counted so much. */
  public void dropped(long bytes) {
    size -= bytes;
    lostBytes += bytes;
  }
}
