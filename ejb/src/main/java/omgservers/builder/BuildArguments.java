package omgservers.builder;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omgservers.builder.model.BuildWish;
import omgservers.shared.platform.Json;
import omgservers.shared.security.Vault;

/** The arguments of a build: those that everybody may see, and those that nobody is shown. */
record BuildArguments(Map<String, String> open, Map<String, String> secret) {
  static BuildArguments of(long build, BuildWish wish, Vault vault) {
    return new BuildArguments(
        texts(wish.arguments()),
        wish.sealed() == null ? Map.of() : texts(vault.open(wish.sealed(), sealName(build))));
  }

  /** Under this name the secrets of a build are sealed. */
  static String sealName(long build) {
    return "secrets of build " + build;
  }

  /** The members of a JSON object of texts. */
  static Map<String, String> texts(String json) {
    Map<String, String> texts = new LinkedHashMap<>();
    Json.value(json).asJsonObject().forEach((name, value) -> texts.put(name, text(value)));
    return texts;
  }

  /** The elements of a JSON array of texts. */
  static List<String> names(String json) {
    return Json.value(json).asJsonArray().stream().map(BuildArguments::text).toList();
  }

  private static String text(JsonValue value) {
    return ((JsonString) value).getString();
  }

  Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>(open);
    all.putAll(secret);
    return all;
  }
}
