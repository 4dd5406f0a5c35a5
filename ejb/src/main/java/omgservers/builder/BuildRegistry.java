package omgservers.builder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import omgservers.pool.docker.ImageBuild.Access;
import omgservers.registry.Pushes;
import omgservers.registry.RegistryTokens;
import omgservers.registry.Repositories;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.tenancy.Tenancy;

/** The registry as builds use it. */
@ApplicationScoped
class BuildRegistry {
  private final Repositories repositories;
  private final RegistryTokens tokens;
  private final Pushes pushes;
  private final Settings settings;
  private final Time time;

  @Inject
  BuildRegistry(
      Repositories repositories,
      RegistryTokens tokens,
      Pushes pushes,
      Settings settings,
      Time time) {
    this.repositories = repositories;
    this.tokens = tokens;
    this.pushes = pushes;
    this.settings = settings;
    this.time = time;
  }

  protected BuildRegistry() {
    this(null, null, null, null, null);
  }

  /** The repository of the build's project. */
  String repository(BuildSteps.Snapshot job) {
    return repositories.nameOf(new Tenancy.Place(job.tenantId(), job.projectId(), 0));
  }

  private String address() {
    return settings
        .registryAddress()
        .orElseThrow(() -> new IllegalStateException("the installation has no registry"));
  }

  /** The repository as engines call it. */
  String reference(String repository) {
    return address() + "/" + repository;
  }

  /** To read what the project pushed before. */
  Access toPull(String repository) {
    return access(repository, Set.of("pull"));
  }

  /** To push what was built. */
  Access toPush(String repository) {
    return access(repository, Set.of("pull", "push"));
  }

  private Access access(String repository, Set<String> actions) {
    return new Access(address(), tokens.forRepository(repository, actions));
  }

  /** The image was pushed; what becomes of it is decided soon. */
  void pushed(BuildSteps.Snapshot job, String repository, String digest) {
    pushes.record(
        new Pushes.Push(repository, job.wish().tag(), digest, job.createdBy(), time.now()));
  }

  /** What became of the image, if that is known. */
  Optional<Pushes.Outcome> outcome(String repository, String digest) {
    return pushes.outcome(repository, digest);
  }
}
