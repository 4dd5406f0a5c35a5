package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What game servers ask and are told, word by word. */
class GameServersIT {
  private static final int PROFILE_SIZE = 100;

  private static Platform platform;
  private static HandGame game;

  @BeforeAll
  static void prepare() {
    platform =
        Platform.start(
            new Installation(
                TestPlatform.ROOT,
                TestPlatform.fresh("game-servers"),
                TestPlatform.freePort(),
                Map.ofEntries(
                    Map.entry("omgservers.player.profile-size", Integer.toString(PROFILE_SIZE)),
                    Map.entry("omgservers.runtime.first-contact", "PT5M"),
                    Map.entry("omgservers.runtime.silence", "PT10M"))),
            new Screen(System.out));
    game = new HandGame(platform);
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  private static String command(String qualifier, String client, String more) {
    return "{\"qualifier\":\"%s\",\"body\":{\"client_id\":\"%s\"%s}}"
        .formatted(qualifier, client, more);
  }

  private static JsonNode profile(String qualifier, String client, String more) {
    return game.ask(command(qualifier, client, more), "PROFILE_ANSWERED");
  }

  @Test
  void readsAndWritesTheProfileOfAPlayer() {
    HandGame.Player ann = game.join();
    String client = ann.client();
    game.exchange(
        command("SET_PROFILE", client, ",\"profile\":{\"xp\":9007199254740993,\"gold\":1.50}"));
    JsonNode read =
        Await.until(
            () -> profile("GET_PROFILE", client, ""), seen -> !seen.at("/profile/xp").isMissingNode());
    assertThat(read.path("outcome").asText()).isEqualTo("READ");
    assertThat(read.path("profile").toString())
        .isEqualTo("{\"xp\":9007199254740993,\"gold\":1.50}");
    int version = read.path("version").asInt();
    String stated = ",\"version\":" + version;
    JsonNode patched =
        profile("PATCH_PROFILE", client, ",\"patch\":{\"xp\":null,\"a\":[1]}" + stated);
    assertThat(patched.path("outcome").asText()).isEqualTo("WRITTEN");
    assertThat(patched.path("version").asInt()).isGreaterThan(version);
    JsonNode late = profile("SET_PROFILE", client, ",\"profile\":{}" + stated);
    assertThat(late.path("outcome").asText()).isEqualTo("CHANGED_MEANWHILE");
    assertThat(late.path("version")).isEqualTo(patched.path("version"));
    assertThat(late.path("profile").toString()).isEqualTo("{\"gold\":1.50,\"a\":[1]}");
    ann.connector().close();
  }

  @Test
  void boundsAProfileThatGrowsByPatchesAndKnowsOnlyItsOwnPlayers() {
    HandGame.Player ann = game.join();
    String part = "\"" + "x".repeat(PROFILE_SIZE / 2) + "\"";
    assertThat(
            profile("PATCH_PROFILE", ann.client(), ",\"patch\":{\"a\":" + part + "}")
                .path("outcome")
                .asText())
        .isEqualTo("WRITTEN");
    JsonNode longer =
        profile("PATCH_PROFILE", ann.client(), ",\"patch\":{\"b\":" + part + "}");
    assertThat(longer.path("outcome").asText()).isEqualTo("TOO_LONG");
    assertThat(profile("GET_PROFILE", ann.client(), "").path("profile").size()).isEqualTo(1);
    JsonNode stranger = profile("PATCH_PROFILE", "77", ",\"patch\":{}");
    assertThat(stranger.path("outcome").asText()).isEqualTo("NOT_ASSIGNED");
    ann.connector().close();
  }
}
