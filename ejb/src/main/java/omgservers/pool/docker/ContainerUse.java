package omgservers.pool.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongFunction;
import omgservers.pool.Driver.Use;

/** What a container uses, as its engine counts it. */
final class ContainerUse {
  /** An engine measures for a second or two before it answers, so several are asked at once. */
  static final int ASKED_AT_ONCE = 16;

  private static final int ANSWER_SECONDS = 5;

  private static final System.Logger LOG = System.getLogger(ContainerUse.class.getName());

  private ContainerUse() {}

  /**
   * What the containers of these runtimes use now; an engine that does not answer any more is not
   * asked for the rest.
   */
  static Map<Long, Use> of(
      DockerClient streams, Collection<Long> runtimes, LongFunction<String> name) {
    Semaphore free = new Semaphore(ASKED_AT_ONCE);
    Map<Long, Answer> answers = new LinkedHashMap<>();
    try {
      for (long runtime : runtimes) {
        if (!free.tryAcquire(ANSWER_SECONDS, TimeUnit.SECONDS)) {
          break;
        }
        Answer answer = new Answer(free);
        answers.put(runtime, answer);
        streams.statsCmd(name.apply(runtime)).withNoStream(true).exec(answer);
      }
      if (!free.tryAcquire(ASKED_AT_ONCE, ANSWER_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.DEBUG, "an engine does not say what all its containers use");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return told(answers);
  }

  private static Map<Long, Use> told(Map<Long, Answer> answers) {
    Map<Long, Use> told = new HashMap<>();
    answers.forEach(
        (runtime, answer) -> {
          Statistics statistics = answer.statistics;
          if (statistics != null) {
            told.put(runtime, of(statistics));
          }
          answer.end();
        });
    return told;
  }

  private static final class Answer extends ResultCallback.Adapter<Statistics> {
    private final Semaphore free;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Statistics statistics;

    Answer(Semaphore free) {
      this.free = free;
    }

    @Override
    public void onNext(Statistics told) {
      statistics = told;
    }

    @Override
    public void onComplete() {
      super.onComplete();
      release();
    }

    @Override
    public void onError(Throwable fault) {
      super.onError(fault);
      release();
    }

    private void release() {
      if (ended.compareAndSet(false, true)) {
        free.release();
      }
    }

    void end() {
      try {
        close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "a measurement did not close in order", e);
      }
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
