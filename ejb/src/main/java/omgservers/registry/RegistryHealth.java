package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import omgservers.shared.platform.Inspected;

/** Whether the registry answers, if the installation has one. */
@ApplicationScoped
class RegistryHealth implements Inspected {
  private final RemoteRegistry registry;

  @Inject
  RegistryHealth(RemoteRegistry registry) {
    this.registry = registry;
  }

  protected RegistryHealth() {
    this(null);
  }

  @Override
  public List<Part> inspect() {
    if (!registry.isThere()) {
      return List.of();
    }
    try {
      registry.requireAnswer();
      return List.of(part(true, null));
    } catch (RemoteRegistry.RegistryFault e) {
      return List.of(part(false, e.getMessage()));
    }
  }

  private static Part part(boolean up, String detail) {
    return new Part("registry", "registry", up, false, detail);
  }
}
