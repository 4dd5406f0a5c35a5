package omgservers.registry;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import omgservers.registry.model.PushedImages.Layer;

/** What an image of the registry consists of: its parts, and the labels of its configuration. */
record ImageContent(Map<String, String> labels, Collection<Layer> layers) {
  /** An image for more platforms than this is none for a game server. */
  private static final int PLATFORMS_MAX = 50;

  /** An image has at most this many layers. */
  private static final int LAYERS_MAX = 1_000;

  private static final int LABELS_MAX = 65_536;

  /** How many bytes it has in the registry. */
  long size() {
    return layers.stream().mapToLong(Layer::size).sum();
  }

  /** The image as it cannot be: the sentence says why. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Reads the image; of one for several platforms, the labels for the first that names one. */
  static ImageContent read(RemoteRegistry registry, String repository, String digest) {
    try {
      return parse(registry, repository, digest);
    } catch (NullPointerException | ClassCastException | ArithmeticException e) {
      throw new Unusable("Its manifest is not as the specification of images wants it.", e);
    }
  }

  private static ImageContent parse(RemoteRegistry registry, String repository, String digest) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    Map<String, String> labels = new TreeMap<>();
    for (JsonObject manifest : manifests(registry, repository, digest)) {
      if (!manifest.containsKey("config") || !manifest.containsKey("layers")) {
        throw new Unusable("It is of a kind that is not known here: no manifest with layers.");
      }
      JsonObject config = manifest.getJsonObject("config");
      add(layers, config);
      manifest.getJsonArray("layers").getValuesAs(JsonObject.class).forEach(it -> add(layers, it));
      if (labels.isEmpty()) {
        labels.putAll(labels(registry, repository, config));
      }
    }
    if (layers.size() > LAYERS_MAX) {
      throw new Unusable("It has more than " + LAYERS_MAX + " layers.");
    }
    return new ImageContent(labels, layers.values());
  }

  private static void add(Map<String, Layer> layers, JsonObject descriptor) {
    Layer layer =
        new Layer(
            descriptor.getString("digest"),
            Math.max(0, descriptor.getJsonNumber("size").longValueExact()));
    layers.put(layer.digest(), layer);
  }

  private static List<JsonObject> manifests(
      RemoteRegistry registry, String repository, String digest) {
    JsonObject top = manifest(registry, repository, digest);
    if (!top.containsKey("manifests")) {
      return List.of(top);
    }
    List<JsonObject> platforms = top.getJsonArray("manifests").getValuesAs(JsonObject.class);
    if (platforms.size() > PLATFORMS_MAX) {
      throw new Unusable("It is for more than " + PLATFORMS_MAX + " platforms.");
    }
    List<JsonObject> found = new ArrayList<>();
    for (JsonObject platform : platforms) {
      found.add(manifest(registry, repository, platform.getString("digest")));
    }
    return found;
  }

  private static JsonObject manifest(RemoteRegistry registry, String repository, String digest) {
    return registry
        .manifest(repository, digest)
        .map(RemoteRegistry.Manifest::content)
        .orElseThrow(() -> new Unusable("The registry does not have it any more."));
  }

  private static Map<String, String> labels(
      RemoteRegistry registry, String repository, JsonObject descriptor) {
    if (descriptor.getJsonNumber("size").longValueExact() > RemoteRegistry.DOCUMENT_MAX) {
      throw new Unusable(
          "Its configuration is longer than " + RemoteRegistry.DOCUMENT_MAX + " bytes.");
    }
    Map<String, String> labels = new TreeMap<>();
    Optional<JsonObject> given =
        registry
            .document(repository, descriptor.getString("digest"))
            .flatMap(document -> member(document, "config"))
            .flatMap(config -> member(config, "Labels"));
    given.ifPresent(
        object ->
            object.forEach(
                (name, value) -> {
                  if (value instanceof JsonString text) {
                    labels.put(name, text.getString());
                  }
                }));
    int length =
        labels.entrySet().stream()
            .mapToInt(label -> label.getKey().length() + label.getValue().length())
            .sum();
    if (length > LABELS_MAX + Versioning.CONFIG_MAX) {
      throw new Unusable("Its labels have more than " + LABELS_MAX + " characters.");
    }
    return labels;
  }

  private static Optional<JsonObject> member(JsonObject object, String name) {
    JsonValue value = object.get(name);
    return value instanceof JsonObject found ? Optional.of(found) : Optional.empty();
  }
}
