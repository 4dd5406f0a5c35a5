package omgservers.pool.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omgservers.pool.PoolAdministration;
import omgservers.pool.PoolAdministration.ContainerFact;
import omgservers.pool.PoolAdministration.ServerFact;
import omgservers.pool.ServerShape;
import omgservers.pool.rest.PoolResource;
import omgservers.runtime.output.Advice;
import omgservers.runtime.output.Fit;
import omgservers.runtime.output.Uses;
import omgservers.shared.console.Asked;
import omgservers.shared.console.FormRules;
import omgservers.shared.console.Visitor;
import omgservers.shared.platform.Json;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Caller;

/** A server of the pool: what runs there, how much more would fit, and what it is to offer. */
@Named
@RequestScoped
public class PoolServerPage {
  private final PoolAdministration pool;
  private final ServerBars bars;
  private final RuntimeLinks links;
  private final Advice advice;
  private final Uses uses;
  private final Shards shards;
  private final FormRules rules;
  private final Asked asked;
  private final Visitor visitor;
  private ServerFact server;
  private Asked.Listed<ContainerFact> containers;
  private Map<Long, RuntimeLinks.Link> pages;
  private final ServerForm form = new ServerForm();
  private Fit.Free free;
  private int version;

  /** A page by these use cases. */
  @Inject
  public PoolServerPage(
      PoolAdministration pool,
      ServerBars bars,
      RuntimeLinks links,
      Advice advice,
      Uses uses,
      Shards shards,
      FormRules rules,
      Asked asked,
      Visitor visitor) {
    this.pool = pool;
    this.bars = bars;
    this.links = links;
    this.advice = advice;
    this.uses = uses;
    this.shards = shards;
    this.rules = rules;
    this.asked = asked;
    this.visitor = visitor;
  }

  protected PoolServerPage() {
    this(null, null, null, null, null, null, null, null, null);
  }

  @PostConstruct
  void open() {
    Caller caller = visitor.caller();
    server = pool.get(caller, asked.need("server"));
    containers =
        asked.listed(
            pool.containers(caller, server.name(), asked.slice()), ContainerFact::runtimeId);
    pages = links.of(caller, containers.items().stream().map(ContainerFact::runtimeId).toList());
    version = server.version();
    form.setSlots(server.slots());
    form.setCpuMillis(server.capacity().cpuMillis());
    form.setMemoryMib(server.capacity().memoryMib());
    form.setBuildSlots(server.buildSlots());
  }

  /** The server. */
  public ServerFact getServer() {
    return server;
  }

  /** How full it is, as the page's script reads it. */
  public String getFigures() {
    return Json.write(bars.now(visitor.caller()));
  }

  /** What runs on it. */
  public Asked.Listed<ContainerFact> getContainers() {
    return containers;
  }

  /** The page of what runs in the container; null when that is gone. */
  public RuntimeLinks.Link page(ContainerFact container) {
    return pages.get(container.runtimeId());
  }

  /** What is free on it; measured once, as the load of a machine is that since the last look. */
  public Fit.Free getFree() {
    if (free == null) {
      free = advice.free(visitor.caller(), server.name());
    }
    return free;
  }

  /** Whether advice is wanted for a version. */
  public boolean isAdviceAsked() {
    return asked.text("version") != null;
  }

  /** How many more game servers of the version that is asked for fit. */
  public List<Fit> getFits() {
    Caller caller = visitor.caller();
    Long wanted = asked.number("version");
    List<Uses.GroupUse> shares = new ArrayList<>();
    for (int shard = 0; wanted != null && shard < shards.count(); shard++) {
      shares.addAll(uses.of(caller, wanted, shard));
    }
    return Fit.of(getFree(), Uses.together(shares));
  }

  /** What it is to offer. */
  public ServerForm getForm() {
    return form;
  }

  /** The version of the server that the form shows. */
  public int getVersion() {
    return version;
  }

  /** The version of the server that the form shows. */
  public void setVersion(int version) {
    this.version = version;
  }

  /** The server offers something else from now on, if nobody changed it meanwhile. */
  public void change() {
    PoolResource.ServerChange wish =
        rules.good(
            new PoolResource.ServerChange(
                form.getSlots(),
                form.getCpuMillis(),
                form.getMemoryMib(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                form.getBuildSlots()));
    pool.change(visitor.caller(), server.name(), version, wish.shape());
    visitor.done("pool.changed", server.name());
  }

  /** It takes nothing new, and keeps what runs. */
  public void drain() {
    drain(true);
  }

  /** It takes game servers again. */
  public void takeAgain() {
    drain(false);
  }

  private void drain(boolean draining) {
    pool.change(
        visitor.caller(),
        server.name(),
        server.version(),
        new ServerShape(null, null, null, null, null, null, null, null, null, draining, null));
    visitor.done(draining ? "pool.drains" : "pool.takes", server.name());
  }

  /** It belongs to the pool no more. */
  public void remove() {
    pool.delete(visitor.caller(), server.name());
    visitor.say("pool.removed", server.name());
    visitor.goTo("/console/pool");
  }
}
