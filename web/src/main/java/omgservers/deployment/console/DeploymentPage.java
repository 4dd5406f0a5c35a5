package omgservers.deployment.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import omgservers.deployment.Lobbies;
import omgservers.deployment.Lobbies.LobbyFact;
import omgservers.deployment.Rollouts;
import omgservers.deployment.Rollouts.DeploymentFact;
import omgservers.deployment.model.Deployment;
import omgservers.matchmaking.Matches;
import omgservers.matchmaking.Matches.MatchFact;
import omgservers.matchmaking.model.Match;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.console.Words;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.console.Where;
import omgservers.tenancy.model.Scope;

/** A deployment: how it is, its lobbies and matches, and its configuration. */
@Named
@RequestScoped
public class DeploymentPage {
  private final Rollouts rollouts;
  private final Lobbies lobbies;
  private final Matches matches;
  private final Asked asked;
  private final Visitor visitor;
  private final Where where;
  private DeploymentFact deployment;
  private List<LobbyFact> lobbyList;
  private Asked.Listed<MatchFact> matchList;

  /** A page by these use cases. */
  @Inject
  public DeploymentPage(
      Rollouts rollouts,
      Lobbies lobbies,
      Matches matches,
      Asked asked,
      Visitor visitor,
      Where where) {
    this.rollouts = rollouts;
    this.lobbies = lobbies;
    this.matches = matches;
    this.asked = asked;
    this.visitor = visitor;
    this.where = where;
  }

  protected DeploymentPage() {
    this(null, null, null, null, null, null);
  }

  @PostConstruct
  void load() {
    Admission stage = where.toSee();
    Long id = asked.number("deployment");
    if (id == null) {
      throw Refusal.notFound("The address lacks the parameter deployment.");
    }
    deployment = rollouts.get(stage, id);
    boolean live = deployment.state() != Deployment.State.CLOSED;
    lobbyList = live ? lobbies.list(stage, id, Slice.first(Slice.LIMIT_MAX)) : List.of();
    Matches.Wish wish = new Matches.Wish(asked.text("mode"), asked.one(Match.State.class, "state"));
    matchList =
        asked.listed(
            live
                ? matches.list(stage, deployment.matchmakerId(), wish, asked.slice())
                : List.<MatchFact>of(),
            MatchFact::id);
  }

  /** The deployment. */
  public DeploymentFact getDeployment() {
    return deployment;
  }

  /** Its lobbies. */
  public List<LobbyFact> getLobbies() {
    return lobbyList;
  }

  /** Its matches. */
  public Asked.Listed<MatchFact> getMatches() {
    return matchList;
  }

  /** Its configuration, as people read JSON. */
  public String getConfig() {
    return Words.json(deployment.config());
  }

  /** The address of its version. */
  public String getVersionAddress() {
    return "/console/version?tenant=%s&project=%s&version=%d"
        .formatted(where.getTenantName(), where.getProjectName(), deployment.versionId());
  }

  /** The lobby ends; its players go to another one. */
  public void endLobby() {
    lobbies.end(where.toManage(Scope.DEPLOYMENTS), deployment.id(), asked.subjectId());
    visitor.done("lobby.ended", asked.getSubject());
  }

  /** The match ends; its players go back to a lobby. */
  public void endMatch() {
    matches.end(where.toManage(Scope.DEPLOYMENTS), deployment.matchmakerId(), asked.subjectId());
    visitor.done("match.ended", asked.getSubject());
  }
}
