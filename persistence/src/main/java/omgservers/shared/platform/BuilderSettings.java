package omgservers.shared.platform;

import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** The settings of building images from source. */
public abstract class BuilderSettings extends RegistrySettings {
  private static final long MIB = 1L << 20;

  BuilderSettings(Config config) {
    super(config);
  }

  /** So many builds of a tenant may be open at once: awaiting their source, queued or running. */
  public int builderQueue() {
    return number("builder.queue", 10, 1, 10_000);
  }

  /** So many builds of a tenant run at once. */
  public int builderRunning() {
    return number("builder.running", 2, 1, 1_000);
  }

  /** So many builds this instance looks after at once. */
  public int builderAtOnce() {
    return number("builder.at-once", 4, 1, 100);
  }

  /** So many archives may be uploaded to this instance at once. */
  public int builderUploads() {
    return number("builder.uploads", 4, 1, 100);
  }

  /** A build that takes longer is ended. */
  public Duration builderTimeout() {
    return duration("builder.timeout", "PT30M");
  }

  /** A build whose archive does not come within this time is ended. */
  public Duration builderUploadWait() {
    return duration("builder.upload-wait", "PT15M");
  }

  /** The largest archive; set in MiB, given in bytes. */
  public long builderSourceSize() {
    return MIB * number("builder.source-size", 64, 1, 4_096);
  }

  /** The largest source when it is unpacked; set in MiB, given in bytes. */
  public long builderSourceUnpacked() {
    return MIB * number("builder.source-unpacked", 512, 1, 65_536);
  }

  /** The most files, folders and links of a source. */
  public int builderSourceEntries() {
    return number("builder.source-entries", 20_000, 1, 1_000_000);
  }

  /** How long the source of an ended build is kept, so that it can be repeated. */
  public Duration builderSourceKept() {
    return duration("builder.source-kept", "P1D");
  }

  /** How long an ended build and its log are kept. */
  public Duration builderKept() {
    return duration("builder.kept", "P30D");
  }

  /** How much of the log of a build is kept, in bytes before it is packed; the latest of it. */
  public int builderLogSize() {
    return number("builder.log-size", 4 << 20, 64 << 10, 1 << 30);
  }

  /** What each step of a build may use of CPU; 100 is one CPU. */
  public int builderCpu() {
    return number("builder.cpu", 200, 1, 100_000);
  }

  /** How much memory each step of a build may use, in MiB. */
  public int builderStepMemory() {
    return number("builder.memory", 1_024, 16, 1 << 20);
  }

  /** The network that the steps of a build join; <code>none</code> is none. */
  public String builderNetwork() {
    return text("builder.network", "bridge");
  }

  /**
   * Whether Dockerfiles may begin with images that the engine has, whosever they are: for engines
   * without a registry to pull from.
   */
  public boolean builderLocalImages() {
    return flag("builder.local-images", false);
  }

  /** Whether source may be fetched from addresses that are not public. */
  public boolean builderPrivateGit() {
    return flag("builder.private-git", false);
  }

  /** A pushed image must have become a version within this time. */
  public Duration builderVersionWait() {
    return duration("builder.version-wait", "PT60S");
  }

  /** The folder where sources lie while they are looked through. */
  public Path builderFolder() {
    return folder("builder.folder", "data/builds");
  }

  void checkBuilder() {
    builderQueue();
    builderRunning();
    builderAtOnce();
    builderUploads();
    builderTimeout();
    builderUploadWait();
    builderSourceSize();
    builderSourceUnpacked();
    builderSourceEntries();
    builderSourceKept();
    builderKept();
    builderLogSize();
    builderCpu();
    builderStepMemory();
    builderNetwork();
    builderLocalImages();
    builderPrivateGit();
    builderVersionWait();
    builderFolder();
  }
}
