package omgservers.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.pool.Pool;
import omgservers.pool.ProcessDriver;
import omgservers.pool.docker.DockerDriver;
import omgservers.pool.model.Capacity;
import omgservers.pool.model.Engine;
import omgservers.shared.platform.Settings;
import omgservers.shared.security.Tokens;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Outages;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Users;
import omgservers.tenancy.model.Names;
import omgservers.tenancy.model.Role;

/** What an installation must have before it can serve, made when it is missing. */
@ApplicationScoped
public class FirstStart {
  private static final String LOCAL = "local";

  private final Settings settings;
  private final Tokens tokens;
  private final Users users;
  private final Directory directory;

  private final Pool pool;
  private final Ids ids;
  private volatile boolean usersThere;

  /** Makes what is missing of these. */
  @Inject
  public FirstStart(
      Settings settings, Tokens tokens, Users users, Directory directory, Pool pool, Ids ids) {
    this.settings = settings;
    this.tokens = tokens;
    this.users = users;
    this.directory = directory;
    this.pool = pool;
    this.ids = ids;
  }

  protected FirstStart() {
    this(null, null, null, null, null, null);
  }

  /** Signing key, first users, the local pool server; safe to repeat after a crash at any point. */
  public void run() {
    tokens.open();
    makeUsers();
    if (settings.processDriver()) {
      pool.offer(
          LOCAL, ProcessDriver.NAME, Capacity.slots(settings.processSlots()), Engine.NONE, 0);
    }
    settings
        .dockerAddress()
        .ifPresent(
            address ->
                pool.offer(
                    DockerDriver.NAME,
                    DockerDriver.NAME,
                    dockerRoom(),
                    Engine.at(address, settings.registryAddress().orElse(null)),
                    settings.dockerBuildSlots()));
  }

  /** The first users, unless they are known to be there; later when their shard is away. */
  public void makeUsers() {
    if (!usersThere) {
      try {
        user("admin", Role.ADMIN, settings.adminPassword());
        user("support", Role.SUPPORT, settings.supportPassword());
        usersThere = true;
      } catch (RuntimeException e) {
        if (!Outages.caused(e)) {
          throw e;
        }
      }
    }
  }

  /** Keys are made, renewed and forgotten as time goes. */
  public void refreshKeys() {
    tokens.refresh();
  }

  private Capacity dockerRoom() {
    return new Capacity(
        settings.dockerSlots(),
        settings.dockerCpu() * Pool.MILLIS_PER_UNIT,
        settings.dockerMemory());
  }

  /** The name is taken first: a crash in between leaves an id whose account is made next time. */
  private void user(String name, Role role, String password) {
    directory.tryName(Names.Kind.USER, name, ids.anywhere());
    users.createFirst(directory.user(name), role, password);
  }
}
