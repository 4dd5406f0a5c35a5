package omgservers.pool.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What builds that ended without a word left on an engine: the container of a step with its
 * volumes, the layers it stood on, and the name of a run. Containers of steps have no labels of
 * ours; what tells them is a host that only they know.
 */
final class BuildRemains {
  private static final System.Logger LOG = System.getLogger(BuildRemains.class.getName());
  private static final String NOWHERE = "127.0.0.1";
  private static final Pattern RUN =
      Pattern.compile("omgservers-build/[^:]+:b([0-9]{1,18})-[0-9]+");

  private final String installation;
  private final Pattern mark;

  /** Containers of others, by engine: they need no second look. */
  private final Map<Long, Set<String>> strangers = new ConcurrentHashMap<>();

  BuildRemains(String installation) {
    this.installation = installation;
    this.mark =
        Pattern.compile("omgservers-build-([0-9]{1,18})-" + Pattern.quote(installation) + ":.*");
  }

  /** The host that the steps of the build know. */
  static String host(long build, String installation) {
    return "omgservers-build-" + build + "-" + installation + ":" + NOWHERE;
  }

  /** What builds have on an engine: their steps, and the names of their runs. */
  record Found(Map<Long, List<Container>> steps, Map<Long, List<String>> runs) {}

  /** Looks at the engine of the site. */
  Found look(long site, DockerClient client) {
    Set<String> others = strangers.computeIfAbsent(site, key -> ConcurrentHashMap.newKeySet());
    List<Container> containers = client.listContainersCmd().withShowAll(true).exec();
    others.retainAll(containers.stream().map(Container::getId).toList());
    Map<Long, List<Container>> steps = new HashMap<>();
    for (Container container : containers) {
      if (!others.contains(container.getId())) {
        OptionalLong build = build(client, container);
        if (build.isEmpty()) {
          others.add(container.getId());
        } else {
          steps.computeIfAbsent(build.getAsLong(), key -> new ArrayList<>()).add(container);
        }
      }
    }
    return new Found(steps, runs(client));
  }

  private Map<Long, List<String>> runs(DockerClient client) {
    Map<Long, List<String>> runs = new HashMap<>();
    client.listImagesCmd().withLabelFilter(ImageBuild.OWNER + "=" + installation).exec().stream()
        .map(Image::getRepoTags)
        .filter(Objects::nonNull)
        .flatMap(Arrays::stream)
        .map(RUN::matcher)
        .filter(Matcher::matches)
        .forEach(
            run ->
                runs.computeIfAbsent(Long.parseLong(run.group(1)), key -> new ArrayList<>())
                    .add(run.group()));
    return runs;
  }

  /** Removes what belongs to none of the builds that hold room. */
  static void clear(DockerClient client, Found found, Set<Long> holders) {
    found.steps.forEach(
        (build, steps) -> {
          if (!holders.contains(build)) {
            steps.forEach(step -> remove(client, step));
          }
        });
    found.runs.forEach(
        (build, names) -> {
          if (!holders.contains(build)) {
            names.forEach(name -> removeImage(client, name));
          }
        });
  }

  /** The build whose step the container is, if it is one of ours. */
  private OptionalLong build(DockerClient client, Container container) {
    Map<String, String> labels = container.getLabels();
    if (labels != null && labels.containsKey(Labels.INSTALLATION)) {
      return OptionalLong.empty();
    }
    try {
      InspectContainerResponse found = client.inspectContainerCmd(container.getId()).exec();
      String[] hosts = found.getHostConfig() == null ? null : found.getHostConfig().getExtraHosts();
      return Arrays.stream(hosts == null ? new String[0] : hosts)
          .map(mark::matcher)
          .filter(Matcher::matches)
          .mapToLong(host -> Long.parseLong(host.group(1)))
          .findFirst();
    } catch (NotFoundException e) {
      return OptionalLong.empty();
    }
  }

  private static void remove(DockerClient client, Container container) {
    LOG.log(System.Logger.Level.INFO, "the step {0} of a build is removed", container.getId());
    try {
      client.removeContainerCmd(container.getId()).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException e) {
      LOG.log(System.Logger.Level.DEBUG, "a step was gone already", e);
    }
    removeLayers(client, container.getImageId());
  }

  /**
   * Removes the image with what it stands on, unless it has a name or somebody needs it; false when
   * that is a container, which may be about to go.
   */
  static boolean removeLayers(DockerClient client, String image) {
    try {
      var found = client.inspectImageCmd(image).exec();
      boolean named =
          (found.getRepoTags() != null && !found.getRepoTags().isEmpty())
              || (found.getRepoDigests() != null && !found.getRepoDigests().isEmpty());
      return named || removeImage(client, image);
    } catch (DockerException e) {
      LOG.log(System.Logger.Level.DEBUG, image + " cannot be looked at", e);
      return true;
    }
  }

  private static boolean removeImage(DockerClient client, String name) {
    try {
      client.removeImageCmd(name).exec();
      return true;
    } catch (DockerException e) {
      LOG.log(System.Logger.Level.DEBUG, name + " is still needed", e);
      return !String.valueOf(e.getMessage()).contains(" container ");
    }
  }
}
