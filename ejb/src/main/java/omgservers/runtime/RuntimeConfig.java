package omgservers.runtime;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** The configuration that a runtime and its clients are given, as the wire has it. */
public final class RuntimeConfig {
  private RuntimeConfig() {}

  /** The configuration of a lobby of the version. */
  public static JsonObject lobby(JsonValue versionConfig, long lobby) {
    JsonObject part = Json.createObjectBuilder().add("lobby_id", Long.toString(lobby)).build();
    return config(versionConfig, part, JsonValue.NULL);
  }

  /** The configuration of a match of the version. */
  public static JsonObject match(
      JsonValue versionConfig, long matchmaker, long match, String mode) {
    JsonObject part =
        Json.createObjectBuilder()
            .add("matchmaker_id", Long.toString(matchmaker))
            .add("match_id", Long.toString(match))
            .add("mode", mode)
            .build();
    return config(versionConfig, JsonValue.NULL, part);
  }

  private static JsonObject config(JsonValue version, JsonValue lobby, JsonValue match) {
    return Json.createObjectBuilder()
        .add("version", "V1")
        .add("config", version)
        .add("lobby", lobby)
        .add("match", match)
        .build();
  }
}
