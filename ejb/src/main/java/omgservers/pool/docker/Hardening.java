package omgservers.pool.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.pool.Driver.Start;
import omgservers.pool.Driver.StartFailed;
import omgservers.pool.model.Engine;
import omgservers.shared.platform.Settings;

/** What a container may do: as little as a game server needs, whatever its image says. */
record Hardening(Settings settings, Engine engine) {
  /** Who runs in a container whose image names nobody. */
  static final String NOBODY = "65532:65532";

  /** A container's output on the engine's disk is kept within this: 8 files of 10 MiB. */
  static final Map<String, String> OUTPUT = Map.of("max-size", "10m", "max-file", "8");

  private static final long BYTES_PER_MIB = 1L << 20;
  private static final long QUOTA_PER_MILLI = 100;
  private static final long PERIOD = 100_000;

  /**
   * No capabilities and no way to get any, nothing to write to but a small <code>/tmp</code> (which
   * may hold programs: game engines unpack native libraries there), no swap, and bounds for
   * processes, memory, CPU and output. The engine's socket is never there.
   */
  HostConfig limits(Start start, String user) {
    long memory = start.memoryMib() * BYTES_PER_MIB;
    HostConfig config =
        HostConfig.newHostConfig()
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges"))
            .withPrivileged(false)
            .withReadonlyRootfs(true)
            .withTmpFs(
                Map.of(
                    "/tmp",
                    "rw,exec,nosuid,nodev,mode=1777,size=%dm%s"
                        .formatted(settings.dockerTmp(), owner(user))))
            .withPidsLimit((long) settings.dockerPids())
            .withMemory(memory)
            .withMemorySwap(memory)
            .withCpuPeriod(PERIOD)
            .withCpuQuota(start.cpuMillis() * QUOTA_PER_MILLI)
            .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, OUTPUT))
            .withNetworkMode(
                Optional.ofNullable(engine.network()).orElse(settings.dockerNetwork()));
    return engine.ociRuntime() == null ? config : config.withRuntime(engine.ociRuntime());
  }

  /** Some engines give the file system the mode that the image's folder has: so it has an owner. */
  private static String owner(String user) {
    String[] parts = user.split(":", -1);
    boolean numbers = parts.length == 2 && (parts[0] + parts[1]).matches("[0-9]+");
    return numbers ? ",uid=" + parts[0] + ",gid=" + parts[1] : "";
  }

  /** Who runs in it: the image's user, but root only where the operator allows that. */
  String user(ContainerConfig image, String name) throws StartFailed {
    String user = image == null || image.getUser() == null ? "" : image.getUser().strip();
    if (user.isEmpty()) {
      return NOBODY;
    }
    String who = user.split(":", -1)[0];
    boolean root = who.equals("root") || who.matches("0+");
    if (root && !engine.allowRoot()) {
      throw StartFailed.here(
          "The image " + name + " insists on root, which the pool server does not allow.", null);
    }
    return user;
  }
}
