package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.util.Optional;
import omgservers.player.model.Player;
import omgservers.player.model.Players;
import omgservers.runtime.ProfileChange;
import omgservers.runtime.RuntimeMail.ProfileAnswered;
import omgservers.runtime.RuntimeNews.ProfileAsked;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.tenancy.model.Life;

/** What a game server asks about a profile is done and answered, in the caller's transaction. */
@ApplicationScoped
class ProfileDesk {
  private final Players players;
  private final Settings settings;

  @Inject
  ProfileDesk(Players players, Settings settings) {
    this.players = players;
    this.settings = settings;
  }

  protected ProfileDesk() {
    this(null, null);
  }

  /** The answer; the player is locked, and empty when its client is not with the runtime. */
  ProfileAnswered answer(ProfileAsked asked, Optional<Player> found) {
    if (found.isEmpty() || found.get().state() != Life.ACTIVE) {
      return of(asked, "NOT_ASSIGNED", null, null);
    }
    Player player = found.get();
    JsonValue profile = Json.value(player.profile());
    if (asked.change() == ProfileChange.NONE) {
      return of(asked, "READ", player.version(), profile);
    }
    if (asked.version() != null && asked.version() != player.version()) {
      return of(asked, "CHANGED_MEANWHILE", player.version(), profile);
    }
    String wanted = changed(asked, profile).toString();
    if (wanted.length() > settings.profileSize()) {
      return of(asked, "TOO_LONG", player.version(), null);
    }
    player.keep(wanted);
    players.flush(player);
    return of(asked, "WRITTEN", player.version(), null);
  }

  private static JsonValue changed(ProfileAsked asked, JsonValue profile) {
    return asked.change() == ProfileChange.SET
        ? asked.value()
        : Json.merged(profile, asked.value());
  }

  private static ProfileAnswered of(
      ProfileAsked asked, String outcome, Integer version, JsonValue profile) {
    return new ProfileAnswered(asked.runtime(), asked.receiver(), outcome, version, profile);
  }
}
