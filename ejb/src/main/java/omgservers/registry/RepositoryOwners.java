package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import omgservers.registry.model.RepositoryNames;
import omgservers.registry.model.RepositoryNames.Owner;
import omgservers.shared.platform.Time;

/** Whose repositories are, each look a transaction on the directory. */
@ApplicationScoped
@Transactional
class RepositoryOwners {
  private final RepositoryNames names;
  private final Time time;

  @Inject
  RepositoryOwners(RepositoryNames names, Time time) {
    this.names = names;
    this.time = time;
  }

  protected RepositoryOwners() {
    this(null, null);
  }

  Optional<Owner> find(String name) {
    return names.find(name);
  }

  Owner claim(String name, Owner owner) {
    return names.claim(name, owner, time.now());
  }

  List<String> all() {
    return names.all();
  }

  void release(long project) {
    names.release(project);
  }
}
