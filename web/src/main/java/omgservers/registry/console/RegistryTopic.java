package omgservers.registry.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import omgservers.registry.RegistryChecks;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Time;
import omgservers.tenancy.Caller;

/** Tells open pages when the registry was compared again. */
@ApplicationScoped
public class RegistryTopic implements LiveTopic {
  private final RegistryChecks checks;
  private final Time time;

  /** Comparisons of these. */
  @Inject
  public RegistryTopic(RegistryChecks checks, Time time) {
    this.checks = checks;
    this.time = time;
  }

  protected RegistryTopic() {
    this(null, null);
  }

  /** When the registry was compared last. */
  public record Compared(Instant at, Instant checked) {}

  @Override
  public String name() {
    return "registry";
  }

  @Override
  public Seen seen(Caller caller, Parameters asked) {
    of(caller);
    return new Seen("registry", () -> of(caller));
  }

  /** When it was compared last, as JSON. */
  String of(Caller caller) {
    return Json.write(new Compared(time.now(), checks.last(caller).checkedAt()));
  }
}
