package omgservers.shared.sharding;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * The instances that live and do not drain, this one among them, as of its last turn: kept in
 * memory, so that it is known while the directory cannot be reached, too.
 */
@ApplicationScoped
public class Peers {
  private volatile String own = "";
  private volatile Map<String, Instances.Addresses> living = Map.of();

  /** The instance that this is has the token, and these live. */
  public void are(String own, Map<String, Instances.Addresses> living) {
    this.living = Map.copyOf(living);
    this.own = own;
  }

  /** The token of this instance. */
  public String own() {
    return own;
  }

  /** Where the instance with the token is reached by itself, if it lives. */
  public Optional<Instances.Addresses> find(String token) {
    return Optional.ofNullable(living.get(token));
  }
}
