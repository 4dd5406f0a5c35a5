package omgservers.player.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import omgservers.player.PlayerSignOut;
import omgservers.player.Profiles;
import omgservers.player.Profiles.PlayerFact;
import omgservers.player.Visitors;
import omgservers.player.Visitors.ClientFact;
import omgservers.player.model.Client;
import omgservers.player.model.Players;
import omgservers.player.rest.Export;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Admission;
import omgservers.tenancy.console.Where;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Scope;

/** A player: the profile, the clients, and what is kept. */
@Named
@RequestScoped
public class PlayerPage {
  private static final int CLIENTS_SHOWN = 50;

  private final Profiles profiles;
  private final Visitors visitors;
  private final PlayerSignOut signOut;
  private final Export export;
  private final Shards shards;
  private final Asked asked;
  private final Visitor visitor;
  private final Where where;
  private PlayerFact player;
  private List<ClientFact> clients;
  private String profile;
  private int version;
  private boolean changedMeanwhile;

  /** A page by these use cases. */
  @Inject
  public PlayerPage(
      Profiles profiles,
      Visitors visitors,
      PlayerSignOut signOut,
      Export export,
      Shards shards,
      Asked asked,
      Visitor visitor,
      Where where) {
    this.profiles = profiles;
    this.visitors = visitors;
    this.signOut = signOut;
    this.export = export;
    this.shards = shards;
    this.asked = asked;
    this.visitor = visitor;
    this.where = where;
  }

  protected PlayerPage() {
    this(null, null, null, null, null, null, null, null);
  }

  @PostConstruct
  void open() {
    Admission stage = where.toSee();
    player = profiles.get(stage, user());
    clients =
        visitors.list(
            stage,
            shards.shardOf(user()),
            new Players.Wish(null, user(), null),
            Slice.first(CLIENTS_SHOWN));
    profile = PlainJson.of(player.profile());
    version = player.version();
  }

  private long user() {
    asked.need("user");
    return asked.number("user");
  }

  /** The player. */
  public PlayerFact getPlayer() {
    return player;
  }

  /** The clients, the latest first. */
  public List<ClientFact> getClients() {
    return clients;
  }

  /** Whether the player is there to stay, and the visitor may change it. */
  public boolean isChangeable() {
    return player.state() == Life.ACTIVE && where.isDeploymentManager();
  }

  /** Whether the client can be sent away. */
  public boolean isHere(ClientFact client) {
    return client.state() != Client.State.DELETED;
  }

  /** The profile, as it is filled in. */
  public String getProfile() {
    return profile;
  }

  /** The profile, as it is filled in. */
  public void setProfile(String profile) {
    this.profile = profile;
  }

  /** The version of the player whose profile was read. */
  public int getVersion() {
    return version;
  }

  /** The version of the player whose profile was read. */
  public void setVersion(int version) {
    this.version = version;
  }

  /** Whether somebody else changed the profile while it was filled in. */
  public boolean isChangedMeanwhile() {
    return changedMeanwhile;
  }

  /** The profile as it is stored. */
  public String getStored() {
    return PlainJson.of(player.profile());
  }

  /**
   * Stores the profile. When it was changed meanwhile both are shown, and what was filled in stays;
   * who saves once more has seen what goes.
   */
  public void save() {
    Admission stage = where.toManage(Scope.PLAYERS);
    try {
      profiles.edit(stage, user(), version, value());
    } catch (Refusal refusal) {
      if (refusal.kind() != Refusal.Kind.CHANGED_MEANWHILE) {
        throw refusal;
      }
      player = profiles.get(stage, user());
      version = player.version();
      changedMeanwhile = true;
      return;
    }
    visitor.done("player.saved");
  }

  private JsonValue value() {
    if (profile == null) {
      throw Refusal.field("profile", "must be JSON, for example {}");
    }
    try {
      return Json.value(profile);
    } catch (JsonException e) {
      throw Refusal.field("profile", "is no JSON: " + e.getMessage());
    }
  }

  /** The client ends. */
  public void kick() {
    visitors.sendAway(where.toManage(Scope.PLAYERS), asked.subjectId());
    visitor.done("player.kicked", asked.getSubject());
  }

  /** No token of the user is good any more. */
  public void signOut() {
    signOut.signOut(where.toManage(Scope.PLAYERS), user());
    visitor.done("player.signed-out", Long.toString(user()));
  }

  /** The player goes, and the account when it has no other. */
  public void erase() {
    profiles.erase(where.toManage(Scope.PLAYERS), user());
    visitor.done("player.erased", Long.toString(user()));
  }

  /** Everything that is kept about the player, as a file. */
  public void download() {
    String document = Json.write(export.of(where.toInspect(), user()));
    FacesContext faces = FacesContext.getCurrentInstance();
    ExternalContext answer = faces.getExternalContext();
    answer.setResponseContentType("application/json");
    answer.setResponseCharacterEncoding("UTF-8");
    answer.setResponseHeader(
        "Content-Disposition", "attachment; filename=\"player-%d.json\"".formatted(user()));
    try {
      answer.getResponseOutputWriter().write(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    faces.responseComplete();
  }
}
