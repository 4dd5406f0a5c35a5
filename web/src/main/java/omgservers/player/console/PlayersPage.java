package omgservers.player.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import omgservers.player.Profiles;
import omgservers.player.Profiles.PlayerFact;
import omgservers.shared.console.Asked;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Admission;
import omgservers.tenancy.console.Where;

/** The players of a stage, all or the one of a user. */
@Named
@RequestScoped
public class PlayersPage {
  private final Profiles profiles;
  private final Shards shards;
  private final Asked asked;
  private final Where where;
  private Asked.Listed<PlayerFact> list;

  /** A page by these use cases. */
  @Inject
  public PlayersPage(Profiles profiles, Shards shards, Asked asked, Where where) {
    this.profiles = profiles;
    this.shards = shards;
    this.asked = asked;
    this.where = where;
  }

  protected PlayersPage() {
    this(null, null, null, null);
  }

  @PostConstruct
  void open() {
    Admission stage = where.toSee();
    Long user = asked.number("user");
    Slice slice = asked.slice();
    List<PlayerFact> found =
        user == null
            ? slice.across(
                shards.count(),
                PlayerFact::id,
                (shard, part) -> profiles.list(stage, shard, null, part))
            : profiles.list(stage, shards.shardOf(user), user, slice);
    list = asked.listed(found, PlayerFact::id);
  }

  /** The players. */
  public Asked.Listed<PlayerFact> getList() {
    return list;
  }

  /** Whether a user was searched for. */
  public boolean isSearched() {
    return asked.text("user") != null;
  }

  /** The address of the player's page. */
  public String address(PlayerFact player) {
    return where.stagePage("player") + "&user=" + player.userId();
  }
}
