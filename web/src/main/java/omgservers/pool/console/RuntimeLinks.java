package omgservers.pool.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import omgservers.runtime.Whereabouts;
import omgservers.runtime.Whereabouts.Home;
import omgservers.shared.console.Words;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Estates;
import omgservers.tenancy.console.Where;

/** The pages of game servers that are known by their ids only. */
@RequestScoped
public class RuntimeLinks {
  private final Whereabouts whereabouts;
  private final Estates estates;
  private final Directory directory;
  private final Shards shards;
  private final Words words;

  /** Links by these whereabouts. */
  @Inject
  public RuntimeLinks(
      Whereabouts whereabouts, Estates estates, Directory directory, Shards shards, Words words) {
    this.whereabouts = whereabouts;
    this.estates = estates;
    this.directory = directory;
    this.shards = shards;
    this.words = words;
  }

  protected RuntimeLinks() {
    this(null, null, null, null, null);
  }

  /** What people call the game server, the stage that it is of, and the address of its page. */
  public record Link(String title, String stage, String address) {}

  private record Stage(long tenant, long id) {}

  /** Links to those of the runtimes that are there. */
  public Map<Long, Link> of(Caller caller, Collection<Long> runtimes) {
    List<Home> homes =
        runtimes.stream().collect(Collectors.groupingBy(shards::shardOf)).entrySet().stream()
            .flatMap(part -> whereabouts.of(caller, part.getKey(), part.getValue()).stream())
            .toList();
    Map<Long, List<String>> tenants =
        directory.names(homes.stream().map(Home::tenantId).distinct().toList());
    Map<Stage, Estates.EstateFact> stages = new HashMap<>();
    homes.stream()
        .map(home -> new Stage(home.tenantId(), home.stageId()))
        .distinct()
        .forEach(stage -> look(stage, stages));
    Map<Long, Link> links = new HashMap<>();
    for (Home home : homes) {
      Estates.EstateFact stage = stages.get(new Stage(home.tenantId(), home.stageId()));
      if (stage != null) {
        String tenant =
            Where.name(tenants.getOrDefault(home.tenantId(), List.of()), home.tenantId());
        links.put(home.runtimeId(), link(home, tenant, stage));
      }
    }
    return links;
  }

  /** A stage that is being deleted may be gone before what ran on it. */
  private void look(Stage stage, Map<Stage, Estates.EstateFact> stages) {
    try {
      stages.put(stage, estates.changedStage(stage.tenant, stage.id));
    } catch (NoSuchElementException e) {
      System.getLogger(RuntimeLinks.class.getName())
          .log(System.Logger.Level.DEBUG, "stage " + stage.id + " is gone", e);
    }
  }

  private Link link(Home home, String tenant, Estates.EstateFact stage) {
    String id = Long.toString(home.runtimeId());
    String name = Where.name(stage.aliases(), stage.id());
    return new Link(
        home.mode() == null
            ? words.of("runtime.lobby", id)
            : words.of("runtime.match", home.mode(), id),
        tenant + " / " + name,
        "/console/runtime?tenant=%s&project=%d&stage=%s&runtime=%s"
            .formatted(tenant, stage.projectId(), name, id));
  }
}
