package omgservers.shared.platform;

import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** The settings of the pool: its servers, the engines behind them, and the starts on them. */
public abstract class PoolSettings extends SocketSettings {
  PoolSettings(Config config) {
    super(config);
  }

  /**
   * Whether game servers go to the least loaded pool server (<code>SPREAD</code>), or fill one
   * after the other (<code>PACKED</code>).
   */
  public boolean packed() {
    return isOther("pool.placement", "SPREAD", "PACKED");
  }

  /** What a game server may use of CPU when nothing else is said; 100 is one CPU. */
  public int runtimeCpu() {
    return number("pool.runtime-cpu", 100, 1, 100_000);
  }

  /** How much memory a game server may use when nothing else is said, in MiB. */
  public int runtimeMemory() {
    return number("pool.runtime-memory", 512, 16, 1 << 20);
  }

  /** How often what runs on a pool server is compared with what should. */
  public Duration poolInspection() {
    return duration("pool.inspection", "PT60S");
  }

  /** How often a pool server is asked whether it is there. */
  public Duration poolPing() {
    return duration("pool.ping", "PT5S");
  }

  /** A container that belongs to no runtime is removed when it was seen for this long. */
  public Duration poolOrphanGrace() {
    return duration("pool.orphan-grace", "PT20S");
  }

  /** What runs on a pool server that does not answer is given up after this time. */
  public Duration poolUnreachable() {
    return duration("pool.unreachable", "PT5M");
  }

  /** A game server that does not stop by itself within this time is forced to. */
  public Duration poolStop() {
    return duration("pool.stop", "PT5S");
  }

  /** A connection to an engine must be there within this time. */
  public Duration engineConnect() {
    return duration("pool.docker.connect", "PT5S");
  }

  /** An engine must answer an ordinary call within this time. */
  public Duration engineCall() {
    return duration("pool.docker.call", "PT10S");
  }

  /** An engine must have pulled an image within this time. */
  public Duration enginePull() {
    return duration("pool.docker.pull", "PT5M");
  }

  /** An engine must have created a container within this time. */
  public Duration engineCreate() {
    return duration("pool.docker.create", "PT30S");
  }

  /** An engine must have started a container within this time. */
  public Duration engineStart() {
    return duration("pool.docker.start", "PT30S");
  }

  /** Whether game servers may run as containers. */
  public boolean dockerDriver() {
    return flag("pool.docker.enabled", true);
  }

  /** How many containers the engine of the configuration may run at once. */
  public int dockerSlots() {
    return number("pool.docker.slots", 64, 1, 10_000);
  }

  /** The CPUs of the engine of the configuration, 100 for each; 0 is not counted. */
  public int dockerCpu() {
    return number("pool.docker.cpu", 0, 0, 100_000);
  }

  /** The memory of the engine of the configuration in MiB; 0 is not counted. */
  public int dockerMemory() {
    return number("pool.docker.memory", 0, 0, 16 << 20);
  }

  /** How many images the engine of the configuration may build at once; 0 is none. */
  public int dockerBuildSlots() {
    return number("pool.docker.build-slots", 1, 0, 100);
  }

  /** A container has at most this many processes and threads. */
  public int dockerPids() {
    return number("pool.docker.pids", 256, 16, 100_000);
  }

  /** The size of a container's <code>/tmp</code> in MiB, the only place where it can write. */
  public int dockerTmp() {
    return number("pool.docker.tmp", 64, 1, 1 << 20);
  }

  /** Whether containers are removed when the server stops in order; for trying and developing. */
  public boolean dockerEndsWithServer() {
    return flag("pool.docker.ends-with-server", false);
  }

  /** The folder below which the keys and passwords for engines and registries lie. */
  public Path poolSecrets() {
    return folder("pool.secrets", "data/pool-secrets");
  }

  /** A start that fails because of the pool server is tried so often in all. */
  public int runtimeStarts() {
    return number("runtime.starts", 4, 1, 100);
  }

  /** After so many game servers in a row that did not come up a deployment is degraded. */
  public int deploymentFailures() {
    return number("deployment.failures", 5, 1, 1_000);
  }

  /** A degraded deployment tries again after this time. */
  public Duration deploymentDegradedPause() {
    return duration("deployment.degraded-pause", "PT10M");
  }

  void checkPool() {
    packed();
    runtimeCpu();
    runtimeMemory();
    poolInspection();
    poolPing();
    poolOrphanGrace();
    poolUnreachable();
    poolStop();
    engineConnect();
    engineCall();
    enginePull();
    engineCreate();
    engineStart();
    dockerDriver();
    dockerSlots();
    dockerCpu();
    dockerMemory();
    dockerBuildSlots();
    dockerPids();
    dockerTmp();
    dockerEndsWithServer();
    poolSecrets();
    runtimeStarts();
    deploymentFailures();
    deploymentDegradedPause();
  }
}
