package omgservers.builder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.pool.BuildSites;
import omgservers.pool.LogListeners;
import omgservers.pool.Pool;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.security.Vault;

/** What whoever does a build works with. */
@ApplicationScoped
class BuildTools {
  private final BuildSteps steps;
  private final BuildSites sites;
  private final BuildRegistry registry;
  private final LogListeners listeners;
  private final Pool pool;
  private final Vault vault;
  private final WorkFolder folder;
  private final Settings settings;
  private final Time time;

  @Inject
  BuildTools(
      BuildSteps steps,
      BuildSites sites,
      BuildRegistry registry,
      LogListeners listeners,
      Pool pool,
      Vault vault,
      WorkFolder folder,
      Settings settings,
      Time time) {
    this.steps = steps;
    this.sites = sites;
    this.registry = registry;
    this.listeners = listeners;
    this.pool = pool;
    this.vault = vault;
    this.folder = folder;
    this.settings = settings;
    this.time = time;
  }

  protected BuildTools() {
    this(null, null, null, null, null, null, null, null, null);
  }

  BuildSteps steps() {
    return steps;
  }

  BuildSites sites() {
    return sites;
  }

  BuildRegistry registry() {
    return registry;
  }

  LogListeners listeners() {
    return listeners;
  }

  Pool pool() {
    return pool;
  }

  Vault vault() {
    return vault;
  }

  WorkFolder folder() {
    return folder;
  }

  Settings settings() {
    return settings;
  }

  Time time() {
    return time;
  }
}
