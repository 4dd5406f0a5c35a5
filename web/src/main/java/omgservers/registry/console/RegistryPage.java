package omgservers.registry.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import omgservers.registry.RegistryChecks;
import omgservers.registry.RegistryChecks.CheckFact;
import omgservers.registry.RegistryReport;
import omgservers.registry.RegistryReport.Misfit;
import omgservers.shared.console.Visitor;
import omgservers.shared.platform.Settings;

/** The registry, and what the last comparison of what it holds with what we know has found. */
@Named
@RequestScoped
public class RegistryPage {
  private static final RegistryReport NOTHING = new RegistryReport(0, 0, 0, List.of(), 0);

  private final RegistryChecks checks;
  private final RegistryTopic topic;
  private final Settings settings;
  private final Visitor visitor;
  private CheckFact check;

  /** A page by these use cases. */
  @Inject
  public RegistryPage(
      RegistryChecks checks, RegistryTopic topic, Settings settings, Visitor visitor) {
    this.checks = checks;
    this.topic = topic;
    this.settings = settings;
    this.visitor = visitor;
  }

  protected RegistryPage() {
    this(null, null, null, null);
  }

  @PostConstruct
  void load() {
    check = checks.last(visitor.caller());
  }

  /** Where images are pushed to; null where the installation has no registry. */
  public String getAddress() {
    return settings.registryAddress().orElse(null);
  }

  /** The last comparison. */
  public CheckFact getCheck() {
    return check;
  }

  /** What it found; nothing when none was made. */
  public RegistryReport getReport() {
    return check.report() == null ? NOTHING : check.report();
  }

  /** What does not fit. */
  public List<Misfit> getMisfits() {
    return getReport().misfits();
  }

  /** The last comparison, as the page's script reads it. */
  public String getFigures() {
    return topic.of(visitor.caller());
  }

  /** A comparison is made at once. */
  public void compare() {
    checks.demand(visitor.caller());
    visitor.done("registry.demanded");
  }
}
