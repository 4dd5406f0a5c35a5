package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.function.Consumer;
import omgservers.deployment.model.Deployment;
import omgservers.deployment.model.Deployments;
import omgservers.shared.work.Wakes;

/** What use cases, desk and step of deployments share. */
@ApplicationScoped
class DeploymentStaff {
  private final Deployments deployments;
  private final Wakes wakes;

  @Inject
  DeploymentStaff(Deployments deployments, Wakes wakes) {
    this.deployments = deployments;
    this.wakes = wakes;
  }

  protected DeploymentStaff() {
    this(null, null);
  }

  Instant now() {
    return wakes.now();
  }

  /** The deployment is looked at as soon as the present change is committed. */
  void look(long id) {
    change(id, deployment -> {});
  }

  /** Changes the deployment, which is then looked at as soon as the change is committed. */
  void change(long id, Consumer<Deployment> change) {
    deployments
        .lock(id)
        .ifPresent(
            deployment -> {
              change.accept(deployment);
              deployment.dueBy(now());
              wake(id);
            });
  }

  void wake(long id) {
    wakes.wake(DeploymentReconciliation.TABLE, id);
  }
}
