package omgservers.builder;

import java.io.InputStream;

/** The archive of a build as it is kept, read part by part. */
final class KeptSource extends InputStream {
  private final BuildSteps steps;
  private final long build;
  private byte[] present = new byte[0];
  private int at;
  private int next;

  KeptSource(BuildSteps steps, long build) {
    this.steps = steps;
    this.build = build;
  }

  private boolean isOver() {
    while (at == present.length) {
      byte[] part = steps.part(build, next).orElse(null);
      if (part == null) {
        return true;
      }
      present = part;
      at = 0;
      next++;
    }
    return false;
  }

  @Override
  public int read() {
    return isOver() ? -1 : present[at++] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (isOver()) {
      return -1;
    }
    int count = Math.min(length, present.length - at);
    System.arraycopy(present, at, buffer, offset, count);
    at += count;
    return count;
  }
}
