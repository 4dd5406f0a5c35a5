package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import omgservers.registry.model.RepositoryNames.Owner;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Tenancy;

/**
 * Which repository of the registry belongs to which project: <code>tenant/project</code>, each by
 * id or alias. The first to whom a name belongs keeps it, whatever becomes of the alias: whoever
 * gets an alias after another must not get the other's images. Its methods begin transactions of
 * their own, and must not be called within one.
 */
@ApplicationScoped
public class Repositories {
  /** What a registry takes as the name of a repository with two parts. */
  private static final Pattern NAME =
      Pattern.compile(
          "([a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)/([a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)");

  private final RepositoryOwners owners;
  private final Directory directory;
  private final Tenancy tenancy;

  /** Repositories of these owners. */
  @Inject
  public Repositories(RepositoryOwners owners, Directory directory, Tenancy tenancy) {
    this.owners = owners;
    this.directory = directory;
    this.tenancy = tenancy;
  }

  protected Repositories() {
    this(null, null, null);
  }

  /** The project that the repository belongs to, or would belong to if something were pushed. */
  public Optional<Tenancy.Place> find(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return owners
        .find(name)
        .map(owner -> new Tenancy.Place(owner.tenantId(), owner.projectId(), 0))
        .or(() -> called(name));
  }

  private Optional<Tenancy.Place> called(String name) {
    int slash = name.indexOf('/');
    try {
      long tenant = directory.tenant(name.substring(0, slash));
      long project = tenancy.project(tenant, name.substring(slash + 1));
      return Optional.of(new Tenancy.Place(tenant, project, 0));
    } catch (Refusal none) {
      return Optional.empty();
    }
  }

  /** The project that the repository belongs to from now on, if that is any. */
  public Optional<Tenancy.Place> claim(String name) {
    return find(name).map(place -> claim(name, place));
  }

  private Tenancy.Place claim(String name, Tenancy.Place place) {
    Owner owner = owners.claim(name, new Owner(place.tenantId(), place.projectId()));
    return new Tenancy.Place(owner.tenantId(), owner.projectId(), 0);
  }

  /** A repository of the project: called by aliases where a registry takes them, else by ids. */
  public String nameOf(Tenancy.Place project) {
    String tenantId = Long.toString(project.tenantId());
    String projectId = Long.toString(project.projectId());
    List<String> tenants =
        directory
            .names(List.of(project.tenantId()))
            .getOrDefault(project.tenantId(), List.of(tenantId));
    return tenants.stream()
        .flatMap(tenant -> aliases(project).map(alias -> tenant + "/" + alias))
        .filter(name -> NAME.matcher(name).matches())
        .filter(name -> claim(name, project).projectId() == project.projectId())
        .findFirst()
        .orElseGet(() -> own(tenantId + "/" + projectId, project));
  }

  private Stream<String> aliases(Tenancy.Place project) {
    String id = Long.toString(project.projectId());
    return tenancy.callings(project).stream().filter(name -> !name.equals(id));
  }

  private String own(String name, Tenancy.Place project) {
    claim(name, project);
    return name;
  }

  /** The names that belong to somebody. */
  List<String> claimed() {
    return owners.all();
  }

  /** Nothing is left of the project: its names are free. */
  void release(long project) {
    owners.release(project);
  }
}
