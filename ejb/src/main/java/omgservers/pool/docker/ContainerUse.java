package omgservers.pool.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import omgservers.pool.Driver.Use;

/** What a container uses, as its engine counts it. */
final class ContainerUse {
  private static final int ANSWER_SECONDS = 5;

  private ContainerUse() {}

  /** What the container uses now; empty when it does not run, or nothing is told in time. */
  static Optional<Use> of(DockerClient streams, String container) {
    Answer answer = new Answer();
    try (answer) {
      streams.statsCmd(container).withNoStream(true).exec(answer);
      answer.awaitCompletion(ANSWER_SECONDS, TimeUnit.SECONDS);
      return Optional.ofNullable(answer.statistics).map(ContainerUse::of);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Answer extends ResultCallback.Adapter<Statistics> {
    private volatile Statistics statistics;

    @Override
    public void onNext(Statistics told) {
      statistics = told;
    }
  }

  static Use of(Statistics statistics) {
    Long cpu =
        statistics.getCpuStats() == null || statistics.getCpuStats().getCpuUsage() == null
            ? null
            : statistics.getCpuStats().getCpuUsage().getTotalUsage();
    return new Use(
        cpu,
        memory(statistics.getMemoryStats()),
        bytes(statistics.getNetworks(), StatisticNetworksConfig::getRxBytes),
        bytes(statistics.getNetworks(), StatisticNetworksConfig::getTxBytes));
  }

  /** Files that could be forgotten at once are no need of the game server. */
  private static Long memory(MemoryStatsConfig memory) {
    if (memory == null || memory.getUsage() == null) {
      return null;
    }
    Long cached = memory.getStats() == null ? null : memory.getStats().getInactiveFile();
    return Math.max(0, memory.getUsage() - (cached == null ? 0 : cached));
  }

  /** A container in the network of its machine has none of its own. */
  private static Long bytes(
      Map<String, StatisticNetworksConfig> networks,
      Function<StatisticNetworksConfig, Long> direction) {
    return networks == null
        ? null
        : networks.values().stream().map(direction).mapToLong(Long::longValue).sum();
  }
}
