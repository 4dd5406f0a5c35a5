package omgservers.pool.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.PruneType;
import com.github.dockerjava.api.model.PushResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import omgservers.pool.Site;
import omgservers.pool.docker.BuildFault.Kind;
import omgservers.shared.platform.Settings;

/**
 * One build on one engine, through the builder that the engine has by itself: its steps are
 * containers with bounds, and nothing but the source, the arguments and their network is in them.
 * What the registry is asked with stays between the engine and us.
 */
public final class ImageBuild implements AutoCloseable {
  static final String OWNER = Labels.PREFIX + "builder";
  private static final String CACHE = "cache";
  private static final long BYTES_PER_MIB = 1L << 20;
  private static final int CONNECTIONS_MAX = 4;

  private static final Pattern LAYER = Pattern.compile(" ---> ([0-9a-f]{12,64})\\s*");
  private static final int SEEN_MAX = 1_000;
  private static final int LOOKS_MAX = 100;
  private static final long LOOK_MILLIS = 200;

  /** Whoever is between making an image and naming it does not lose it to somebody who tidies. */
  private static final String UNUSED_SINCE = "1h";

  private final Site site;
  private final Settings settings;
  private final String owner;
  private final Names names;
  private final DockerClient client;
  private final AtomicReference<EngineTask<?>> task = new AtomicReference<>();
  private final Deque<String> seen = new ConcurrentLinkedDeque<>();
  private volatile boolean cancelled;

  /**
   * What images are called on the engine: those of a project lie together, and each run has its own
   * name.
   */
  public record Names(long project, long build, int run) {
    private String repository() {
      return "omgservers-build/p" + project;
    }

    private String fresh() {
      return repository() + ":b" + build + "-" + run;
    }

    private String cache() {
      return repository() + ":" + CACHE;
    }
  }

  /** How the image is built; the target is null for the last stage. */
  public record Recipe(
      String dockerfile,
      String target,
      Map<String, String> arguments,
      Map<String, String> labels,
      boolean noCache) {}

  /** A registry, and a token with which it lets in, or null. */
  public record Access(String registry, String token) {
    private AuthConfig config() {
      return new AuthConfig().withRegistryAddress(registry).withRegistrytoken(token);
    }
  }

  /** A build on the engine of the site, for this installation. */
  public ImageBuild(Site site, Settings settings, String owner, Names names) {
    this.site = site;
    this.settings = settings;
    this.owner = owner;
    this.names = names;
    this.client =
        EngineLine.client(
            site,
            settings,
            CONNECTIONS_MAX,
            http ->
                new CpuQuota(http, settings.builderCpu() * omgservers.pool.Pool.MILLIS_PER_UNIT));
  }

  /** Ends what the engine does, from any thread. */
  public void cancel() {
    cancelled = true;
    EngineTask<?> present = task.get();
    if (present != null) {
      present.cancel();
    }
  }

  /** Builds the packed source; what the engine says goes to the receiver as it comes. */
  public void build(InputStream source, Recipe recipe, Access pull, Consumer<String> output)
      throws BuildFault {
    EngineTask<BuildResponseItem> building =
        new EngineTask<>(
            item -> {
              see(item.getStream());
              say(item, item.getStream(), output);
            });
    BuildImageCmd command =
        client
            .buildImageCmd()
            .withTarInputStream(source)
            .withDockerfilePath(recipe.dockerfile)
            .withTags(Set.of(names.fresh()))
            .withNoCache(recipe.noCache)
            // Only what this project built before is used again: others' layers are not its own.
            .withCacheFrom(Set.of(names.cache()))
            .withPull(!settings.builderLocalImages())
            .withRemove(true)
            .withForcerm(true)
            .withMemory(settings.builderStepMemory() * BYTES_PER_MIB)
            .withMemswap(settings.builderStepMemory() * BYTES_PER_MIB)
            .withNetworkMode(settings.builderNetwork())
            .withExtraHosts(Set.of(BuildRemains.host(names.build, owner)))
            .withLabels(labels(recipe));
    recipe.arguments.forEach(command::withBuildArg);
    if (recipe.target != null) {
      command.withTarget(recipe.target);
    }
    if (pull.token != null) {
      AuthConfigurations access = new AuthConfigurations();
      access.addConfig(pull.config());
      command.withBuildAuthConfigs(access);
    }
    run(building, () -> command.exec(building));
    if (missing(names.fresh())) {
      throw gone(null);
    }
  }

  /** What the engine said in a run that nobody remembers but its log. */
  public void recall(List<String> lines) {
    lines.forEach(this::see);
  }

  /** What the engine says to have made; a step can say the same of what it cannot know. */
  private void see(String stream) {
    Matcher made = stream == null ? null : LAYER.matcher(stream);
    if (made != null && made.matches() && seen.size() < SEEN_MAX) {
      seen.addFirst(made.group(1));
    }
  }

  private Map<String, String> labels(Recipe recipe) {
    Map<String, String> labels = new java.util.HashMap<>(recipe.labels);
    labels.put(OWNER, owner);
    return labels;
  }

  private static void say(ResponseItem item, String stream, Consumer<String> output) {
    if (stream != null) {
      output.accept(stream);
    } else if (item.getStatus() != null && item.getProgressDetail() == null) {
      String id = item.getId();
      output.accept((id == null ? "" : id + ": ") + item.getStatus() + "\n");
    }
  }

  private boolean missing(String image) throws BuildFault {
    try {
      client.inspectImageCmd(image).exec();
      return false;
    } catch (NotFoundException e) {
      return true;
    } catch (RuntimeException e) {
      throw gone(e);
    }
  }

  private void run(EngineTask<?> next, Runnable begin) throws BuildFault {
    task.set(next);
    if (cancelled) {
      throw new BuildFault(Kind.CANCELLED, "It was cancelled.", null);
    }
    try {
      begin.run();
      next.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      next.cancel();
    } catch (RuntimeException e) {
      throw cancelled ? new BuildFault(Kind.CANCELLED, "It was cancelled.", e) : fault(e);
    }
    if (cancelled || next.isCancelled()) {
      throw new BuildFault(Kind.CANCELLED, "It was cancelled.", null);
    }
    if (next.refusal().isPresent()) {
      throw new BuildFault(Kind.REFUSED, next.refusal().get(), null);
    }
    if (next.fault().isPresent()) {
      throw fault(next.fault().get());
    }
  }

  private BuildFault fault(Throwable thrown) {
    return thrown instanceof DockerException answer
            && !(thrown instanceof InternalServerErrorException)
        ? new BuildFault(Kind.REFUSED, Faults.words(answer), thrown)
        : thrown instanceof InternalServerErrorException answer
            ? new BuildFault(Kind.REFUSED, Faults.words(answer), thrown)
            : gone(thrown);
  }

  private BuildFault gone(Throwable thrown) {
    return new BuildFault(Kind.GONE, "The engine of " + site.name() + " went away.", thrown);
  }

  /**
   * What made the layers of the image, newest first, as everybody can read it who has the image.
   */
  public List<String> history() throws BuildFault {
    try {
      return client.imageHistoryCmd(names.fresh()).exec().stream()
          .map(layer -> String.valueOf(layer.getCreatedBy()))
          .toList();
    } catch (RuntimeException e) {
      throw fault(e);
    }
  }

  /** Pushes the image under the name and tag; its digest. */
  public String push(String name, String tag, Access access, Consumer<String> output)
      throws BuildFault {
    AtomicReference<String> digest = new AtomicReference<>();
    EngineTask<PushResponseItem> pushing =
        new EngineTask<>(
            item -> {
              if (item.getAux() != null && item.getAux().getDigest() != null) {
                digest.set(item.getAux().getDigest());
              }
              say(item, null, output);
            });
    try {
      client.tagImageCmd(names.fresh(), name, tag).exec();
    } catch (RuntimeException e) {
      throw fault(e);
    }
    run(
        pushing,
        () -> client.pushImageCmd(name).withTag(tag).withAuthConfig(access.config()).exec(pushing));
    if (digest.get() == null) {
      throw gone(null);
    }
    return digest.get();
  }

  /** The next build of the project may use what this one built. */
  public void keepForNext() {
    attempt(
        () -> client.tagImageCmd(names.fresh(), names.repository(), CACHE).exec(), "kept as cache");
  }

  /**
   * Takes the names of this run away, and what no build of this installation uses any more. What
   * fails is left to the next.
   */
  public void tidy(String pushed) {
    attempt(() -> client.removeImageCmd(names.fresh()).withNoPrune(true).exec(), "run removed");
    if (pushed != null) {
      attempt(() -> client.removeImageCmd(pushed).withNoPrune(true).exec(), "name removed");
    }
    // Layers of a build that failed, and of earlier stages, have no label by which to find them.
    attempt(this::removeLayers, "layers removed");
    attempt(
        () ->
            client
                .pruneCmd(PruneType.IMAGES)
                .withDangling(true)
                .withLabelFilter(OWNER + "=" + owner)
                .withUntilFilter(UNUSED_SINCE)
                .exec(),
        "old images pruned");
  }

  /** The engine ends the step of a cancelled build in its own time, and until then needs these. */
  private void removeLayers() {
    int looks = LOOKS_MAX;
    for (String layer : seen) {
      while (!BuildRemains.removeLayers(client, layer) && looks > 0) {
        looks--;
        try {
          Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private static void attempt(Runnable action, String what) {
    try {
      action.run();
    } catch (RuntimeException e) {
      System.getLogger(ImageBuild.class.getName()).log(System.Logger.Level.DEBUG, "not " + what, e);
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      System.getLogger(ImageBuild.class.getName())
          .log(System.Logger.Level.DEBUG, "an engine's connections did not close", e);
    }
  }
}
