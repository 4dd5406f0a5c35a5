package omgservers.tenancy.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import omgservers.removal.Removals;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.tenancy.Estates;
import omgservers.tenancy.Tenancy;

/** What a stage is called, and its end; a part of its page. */
@Named
@RequestScoped
public class StageNames extends NamedPage {
  private final Estates estates;
  private final Tenancy tenancy;
  private final Removals removals;
  private final Visitor visitor;
  private final Where where;

  /** A part of a page by these use cases. */
  @Inject
  public StageNames(
      Estates estates,
      Tenancy tenancy,
      Removals removals,
      Asked asked,
      Visitor visitor,
      Where where) {
    super(asked, visitor);
    this.estates = estates;
    this.tenancy = tenancy;
    this.removals = removals;
    this.visitor = visitor;
    this.where = where;
  }

  protected StageNames() {
    this(null, null, null, null, null, null);
  }

  /** The stage as its row says. */
  public Estates.EstateFact getStage() {
    return estates.changedStage(where.tenant(), where.stage().stageId());
  }

  @Override
  public List<String> getAliases() {
    return getStage().aliases();
  }

  @Override
  void name(String alias) {
    tenancy.nameStage(where.caller(), where.tenant(), where.stage().stageId(), alias);
  }

  @Override
  void unname(String alias) {
    tenancy.unnameStage(where.caller(), where.stage(), alias);
  }

  @Override
  String address() {
    return "/console/stage?tenant=%s&project=%s&stage=%d"
        .formatted(where.getTenantName(), where.getProjectName(), where.stage().stageId());
  }

  /** The stage goes, with all that runs and plays there. */
  public void delete() {
    removals.stage(where.caller(), where.stage());
    visitor.say("removal.begun", where.getStageName());
    visitor.goTo(where.getProjectAddress());
  }
}
