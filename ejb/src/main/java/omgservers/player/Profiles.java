package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.player.model.Player;
import omgservers.player.model.Players;
import omgservers.runtime.RuntimeCommand;
import omgservers.shared.audit.Audit;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Account;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Scope;

/**
 * The players of a stage. What the audit says of them are versions only: a profile is the player's,
 * and would outlive its erasure there.
 */
@ApplicationScoped
@Transactional
public class Profiles {
  private final Players players;
  private final Accounts accounts;
  private final Erasure erasure;
  private final Audit audit;

  private final Settings settings;

  /** Profiles of these players. */
  @Inject
  public Profiles(
      Players players, Accounts accounts, Erasure erasure, Audit audit, Settings settings) {
    this.players = players;
    this.accounts = accounts;
    this.erasure = erasure;
    this.audit = audit;
    this.settings = settings;
  }

  protected Profiles() {
    this(null, null, null, null, null);
  }

  /** A player. */
  public record PlayerFact(
      long id,
      long userId,
      long stageId,
      Life state,
      Instant created,
      int version,
      JsonValue profile) {
    static PlayerFact of(Player player) {
      return new PlayerFact(
          player.id(),
          player.userId(),
          player.stageId(),
          player.state(),
          player.created(),
          player.version(),
          Json.value(player.profile()));
    }
  }

  /** Players of the stage that lie on the shard; null means of any user. */
  public List<PlayerFact> list(Admission stage, int shard, Long user, Slice slice) {
    stage.require(Scope.READ);
    return players.list(shard, stage.stageId(), user, slice).stream().map(PlayerFact::of).toList();
  }

  /** What the user is on the stage. */
  public PlayerFact get(Admission stage, long user) {
    stage.require(Scope.READ);
    return PlayerFact.of(find(stage, user));
  }

  private Player find(Admission stage, long user) {
    return players.find(user, stage.stageId()).orElseThrow(() -> unknown(user));
  }

  private Player lock(Admission stage, long user) {
    return players.lock(user, stage.stageId()).orElseThrow(() -> unknown(user));
  }

  private static Refusal unknown(long user) {
    return Refusal.notFound("The user " + user + " is no player of the stage.");
  }

  /**
   * Replaces the profile, if the player still has the version that was read; a negative one means
   * any.
   */
  public PlayerFact edit(Admission stage, long user, int version, JsonValue profile) {
    stage.require(Scope.PLAYERS);
    RuntimeCommand.requireShort("profile", profile, settings.profileSize());
    Player player = lock(stage, user);
    int before = player.version();
    if (version >= 0 && version != before) {
      throw new Refusal(
          Refusal.Kind.CHANGED_MEANWHILE,
          Qualifier.WRONG_PRECONDITION,
          "The player was changed since: its version is " + before + ".");
    }
    if (player.state() != Life.ACTIVE) {
      throw Refusal.conflict(Qualifier.USER_NOT_FOUND, "The player is being erased.");
    }
    player.keep(profile.toString());
    players.flush(player);
    record(stage, "player.profile", player, before);
    return PlayerFact.of(player);
  }

  private void record(Admission stage, String operation, Player player, int before) {
    audit.record(
        stage.caller().actor(),
        operation,
        stage.subject(player.userId()),
        Map.of("version", before),
        Map.of("version", player.version()));
  }

  /** The account of a player, with the player and the clients. */
  public record Dossier(
      Instant accountCreated, PlayerFact player, List<Visitors.ClientFact> clients) {}

  /** What is kept about the player on the user's own database; that it was read is written down. */
  public Dossier open(Admission stage, long user) {
    stage.require(Scope.READ);
    Player player = find(stage, user);
    Account account = accounts.find(user).orElseThrow();
    record(stage, "player.export", player, player.version());
    return new Dossier(
        account.created(),
        PlayerFact.of(player),
        players.clientsOf(player, Players.CLIENTS_MAX).stream()
            .map(Visitors.ClientFact::of)
            .toList());
  }

  /** The first step of a sign-out: the user is a player of the stage, and it is written down. */
  void recordSignOut(Admission stage, long user) {
    stage.require(Scope.PLAYERS);
    find(stage, user);
    audit.record(stage.caller().actor(), "player.sign-out", stage.subject(user), null, null);
  }

  /** Erases the player; the account goes too when it has no other. */
  public PlayerFact erase(Admission stage, long user) {
    stage.require(Scope.PLAYERS);
    Player player = lock(stage, user);
    int before = player.version();
    if (erasure.begin(player)) {
      record(stage, "player.erase", player, before);
    }
    return PlayerFact.of(player);
  }
}
