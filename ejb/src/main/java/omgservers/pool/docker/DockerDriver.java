package omgservers.pool.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import omgservers.pool.Driver;
import omgservers.pool.Output;
import omgservers.pool.Pool;
import omgservers.pool.Site;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.security.Tokens;

/**
 * Runs game servers as containers on Docker engines. It keeps nothing that must survive: a
 * container is found again by its name and labels.
 */
@ApplicationScoped
public class DockerDriver implements Driver {
  /** The name of this driver. */
  public static final String NAME = "docker";

  private static final String RUNS = "running";

  private final Settings settings;
  private final Pool pool;
  private final Time time;
  private final EngineLines lines;
  private final Map<String, Instant> stopping = new ConcurrentHashMap<>();
  private final Deadlines deadlines = new Deadlines();
  private final KnownImages images;
  private final Pulls pulls;
  private volatile String installation;
  private BuildRemains remains;

  /** Containers as the settings say, told apart by what the pool says. */
  @Inject
  public DockerDriver(Settings settings, Pool pool, Tokens tokens, Time time) {
    this.settings = settings;
    this.pool = pool;
    this.time = time;
    this.lines = new EngineLines(settings);
    this.images = new KnownImages(time);
    this.pulls = new Pulls(settings, tokens, images);
  }

  protected DockerDriver() {
    this(null, null, null, null);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isEnabled() {
    return settings.dockerDriver();
  }

  @Override
  public CompletionStage<Void> prepare(Site site, String image) {
    try {
      return call(site, line -> pulls.ensure(site, line, image));
    } catch (Unreachable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void start(Site site, Start start) throws StartFailed {
    Optional<StartFailed> failed = call(site, line -> launch(site, line, start));
    if (failed.isPresent()) {
      throw failed.get();
    }
  }

  private Optional<StartFailed> launch(Site site, EngineLine line, Start start) {
    String image = Pulls.reference(site, start.image());
    Hardening hardening = new Hardening(settings, site.engine());
    String name = name(start.runtime());
    try {
      String user = hardening.user(images.of(site, line, image).orElse(null), image);
      CreateContainerCmd create =
          line.creates()
              .createContainerCmd(image)
              .withName(name)
              .withUser(user)
              .withEnv(
                  start.environment().entrySet().stream()
                      .map(entry -> entry.getKey() + "=" + entry.getValue())
                      .toList())
              .withLabels(Labels.of(installation(), start.runtime(), start.labels()))
              .withHostConfig(hardening.limits(start, user));
      line.starts().startContainerCmd(created(site, name, create)).exec();
    } catch (NotModifiedException e) {
      System.getLogger(DockerDriver.class.getName())
          .log(System.Logger.Level.DEBUG, name + " was started already", e);
    } catch (NotFoundException e) {
      images.forget(site, image);
      return Optional.of(failed(site, e));
    } catch (DockerException e) {
      return Optional.of(failed(site, e));
    } catch (StartFailed e) {
      return Optional.of(e);
    }
    return Optional.empty();
  }

  private static StartFailed failed(Site site, DockerException fault) {
    return StartFailed.here("%s: %s".formatted(site.name(), Faults.words(fault)), fault);
  }

  /** The id of the new container; what an earlier start left behind gives way to it. */
  private String created(Site site, String name, CreateContainerCmd create) {
    try {
      return create.exec().getId();
    } catch (ConflictException e) {
      System.getLogger(DockerDriver.class.getName())
          .log(System.Logger.Level.DEBUG, name + " is there already", e);
      remove(site, name);
      return create.exec().getId();
    }
  }

  @Override
  public Observation observe(Site site, long runtime) {
    Optional<InspectContainerResponse> found = inspect(site, runtime);
    if (found.isEmpty()) {
      return new Observation(Presence.ABSENT, "The container is gone.");
    }
    String status = found.get().getState().getStatus();
    return switch (status) {
      case "created" -> new Observation(Presence.ABSENT, "The container was not started.");
      case "exited", "dead", "removing" ->
          call(site, line -> ContainerEnd.of(line.streams(), found.get()));
      default -> new Observation(Presence.RUNNING, "");
    };
  }

  private Optional<InspectContainerResponse> inspect(Site site, long runtime) {
    return call(
        site,
        line -> {
          try {
            InspectContainerResponse found = line.calls().inspectContainerCmd(name(runtime)).exec();
            Map<String, String> labels = found.getConfig().getLabels();
            boolean ours = labels != null && installation().equals(labels.get(Labels.INSTALLATION));
            return ours ? Optional.of(found) : Optional.empty();
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public boolean stop(Site site, long runtime) {
    String key = site.id() + " " + runtime;
    boolean runs =
        inspect(site, runtime)
            .filter(found -> RUNS.equals(found.getState().getStatus()))
            .isPresent();
    if (!runs) {
      stopping.remove(key);
      return true;
    }
    Instant since = stopping.putIfAbsent(key, time.now());
    if (since == null) {
      signal(site, name(runtime), "SIGTERM");
    } else if (!time.now().isBefore(since.plus(settings.poolStop()))) {
      signal(site, name(runtime), "SIGKILL");
    }
    return false;
  }

  @Override
  public void remove(Site site, long runtime) {
    if (inspect(site, runtime).isPresent()) {
      call(site, line -> remove(site, name(runtime)));
    }
  }

  /** A container that ended a moment ago cannot be told anything, and needs not. */
  private void signal(Site site, String name, String signal) {
    call(
        site,
        line -> {
          try {
            line.calls().killContainerCmd(name).withSignal(signal).exec();
          } catch (DockerException e) {
            System.getLogger(DockerDriver.class.getName())
                .log(System.Logger.Level.DEBUG, name + " cannot be told to stop", e);
          }
          return null;
        });
  }

  /** Kills what runs, and removes the container with its anonymous volumes; absence is fine. */
  private Void remove(Site site, String name) {
    try {
      lines
          .to(site)
          .creates()
          .removeContainerCmd(name)
          .withForce(true)
          .withRemoveVolumes(true)
          .exec();
    } catch (NotFoundException e) {
      System.getLogger(DockerDriver.class.getName())
          .log(System.Logger.Level.DEBUG, name + " was gone already", e);
    }
    return null;
  }

  @Override
  public Map<Long, Observation> survey(Site site) {
    return call(
        site,
        line -> {
          List<Container> containers =
              line.calls()
                  .listContainersCmd()
                  .withShowAll(true)
                  .withLabelFilter(Map.of(Labels.INSTALLATION, installation()))
                  .exec();
          Map<Long, Observation> seen = new HashMap<>();
          for (Container container : containers) {
            Presence presence =
                RUNS.equals(container.getState()) ? Presence.RUNNING : Presence.STOPPED;
            Labels.runtime(container.getLabels())
                .ifPresent(
                    runtime -> seen.put(runtime, new Observation(presence, container.getStatus())));
          }
          return seen;
        });
  }

  @Override
  public void clearBuilds(Site site, Supplier<Set<Long>> holders) {
    BuildRemains.Found found = call(site, line -> remains().look(site.id(), line.calls()));
    Set<Long> holding = holders.get();
    call(
        site,
        line -> {
          BuildRemains.clear(line.calls(), found, holding);
          return null;
        });
  }

  private synchronized BuildRemains remains() {
    if (remains == null) {
      remains = new BuildRemains(installation());
    }
    return remains;
  }

  @Override
  public void ping(Site site) {
    within(settings.engineCall(), site, line -> line.calls().pingCmd().exec());
  }

  @Override
  public Following follow(Site site, LongConsumer listener) {
    return call(site, line -> EngineEvents.of(line.streams(), installation(), listener));
  }

  @Override
  public Reading read(Site site, long runtime, Output output) {
    return call(site, line -> ContainerOutput.of(line.streams(), name(runtime), output, time));
  }

  @Override
  public Map<Long, Use> measure(Site site, Collection<Long> runtimes) {
    return call(site, line -> ContainerUse.of(line.streams(), runtimes, DockerDriver::name));
  }

  /** A container that is gone leaves nothing behind. */
  @Override
  public void forget(long runtime) {}

  private void removeAll(Site site) {
    try {
      survey(site).keySet().forEach(runtime -> remove(site, name(runtime)));
    } catch (RuntimeException e) {
      System.getLogger(DockerDriver.class.getName())
          .log(System.Logger.Level.WARNING, "containers stay on " + site.name(), e);
    }
  }

  private <T> T call(Site site, Function<EngineLine, T> call) {
    return within(settings.engineStart().plus(settings.engineCreate()), site, call);
  }

  /** The transport knows no deadline for answers over a unix socket, so that we keep it here. */
  private <T> T within(Duration limit, Site site, Function<EngineLine, T> call) {
    EngineLine line = lines.to(site);
    try {
      return deadlines.within(limit, () -> call.apply(line));
    } catch (TimeoutException e) {
      lines.drop(site, line);
      throw new Unreachable(
          "The engine of %s gave no answer within %d seconds."
              .formatted(site.name(), limit.toSeconds()),
          e);
    } catch (RuntimeException e) {
      throw lines.fault(site, line, e);
    }
  }

  private static String name(long runtime) {
    return "omgservers_" + runtime;
  }

  private String installation() {
    if (installation == null) {
      installation = pool.installation();
    }
    return installation;
  }

  /** Containers outlive our server, unless the settings say that they are not to. */
  @PreDestroy
  void close() {
    if (settings.dockerEndsWithServer()) {
      lines.sites().forEach(this::removeAll);
    }
    lines.close();
    deadlines.close();
  }
}
