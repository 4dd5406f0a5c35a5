package omgservers.pool.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import omgservers.pool.PoolAdministration;
import omgservers.pool.PoolAdministration.ServerFact;
import omgservers.pool.rest.PoolResource;
import omgservers.shared.console.Asked;
import omgservers.shared.console.FormRules;
import omgservers.shared.console.Visitor;
import omgservers.shared.platform.Json;

/** The servers of the pool, how full they are, and what waits for room. */
@Named
@RequestScoped
public class PoolPage {
  private final PoolAdministration pool;
  private final ServerBars bars;
  private final FormRules rules;
  private final Asked asked;
  private final Visitor visitor;
  private Asked.Listed<ServerFact> servers;
  private String name;
  private String driver;
  private final ServerForm form = new ServerForm();

  /** A page by these use cases. */
  @Inject
  public PoolPage(
      PoolAdministration pool, ServerBars bars, FormRules rules, Asked asked, Visitor visitor) {
    this.pool = pool;
    this.bars = bars;
    this.rules = rules;
    this.asked = asked;
    this.visitor = visitor;
  }

  protected PoolPage() {
    this(null, null, null, null, null);
  }

  @PostConstruct
  void open() {
    servers = asked.listed(pool.list(visitor.caller(), asked.slice()), ServerFact::id);
    form.setSlots(1);
  }

  /** The servers. */
  public Asked.Listed<ServerFact> getServers() {
    return servers;
  }

  /** How full they are and what waits, as the page's script reads it. */
  public String getFigures() {
    return Json.write(bars.now(visitor.caller()));
  }

  /** Which drivers a server may have. */
  public List<String> getDrivers() {
    return pool.drivers(visitor.caller());
  }

  /** The name of a new server. */
  public String getName() {
    return name;
  }

  /** The name of a new server. */
  public void setName(String name) {
    this.name = name;
  }

  /** Its driver. */
  public String getDriver() {
    return driver;
  }

  /** Its driver. */
  public void setDriver(String driver) {
    this.driver = driver;
  }

  /** What it offers and how it is reached. */
  public ServerForm getForm() {
    return form;
  }

  /** A new server, which takes game servers at once. */
  public void add() {
    PoolResource.NewServer wish =
        rules.good(
            new PoolResource.NewServer(
                name,
                driver,
                form.getSlots(),
                form.getCpuMillis(),
                form.getMemoryMib(),
                form.getAddress(),
                form.getCredentials(),
                form.getRegistry(),
                form.getNetwork(),
                null,
                null,
                form.getBuildSlots()));
    pool.create(visitor.caller(), wish.name(), wish.driver(), wish.shape());
    visitor.say("pool.added", name);
    visitor.goTo("/console/pool-server?server=" + name);
  }
}
