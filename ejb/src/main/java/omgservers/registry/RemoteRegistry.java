package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.security.RegistryAccess;

/** The API of the registry, called with tokens of our own; never within a transaction. */
@ApplicationScoped
public class RemoteRegistry {
  /** No manifest and no configuration of an image may be longer. */
  static final int DOCUMENT_MAX = 4 << 20;

  /** No more repositories, and no more tags of one, are looked at. */
  static final int PAGES_MAX = 1_000;

  private static final int PAGE = 100;
  private static final int WORDS_MAX = 300;
  private static final String MANIFESTS =
      String.join(
          ", ",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final int NOT_FOUND = 404;
  private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 303, 307, 308);

  private final RegistryTokens tokens;
  private final Settings settings;
  private volatile HttpClient client;

  /** The registry of these settings. */
  @Inject
  public RemoteRegistry(RegistryTokens tokens, Settings settings) {
    this.tokens = tokens;
    this.settings = settings;
  }

  protected RemoteRegistry() {
    this(null, null);
  }

  /** The registry did not do what it was asked for; the message says what, for people. */
  public static final class RegistryFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    RegistryFault(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Whether the installation has a registry. */
  public boolean isThere() {
    return settings.registryUrl().isPresent();
  }

  /** A manifest: its media type and content. */
  record Manifest(String mediaType, JsonObject content) {}

  /** What the registry answered. */
  private record Answer(URI uri, int status, HttpHeaders headers, String text) {
    static final int HUNDRED = 100;

    boolean isGood() {
      return status / HUNDRED == 2;
    }

    JsonObject json() {
      try {
        return Json.value(text).asJsonObject();
      } catch (JsonException | ClassCastException e) {
        throw new RegistryFault("The registry answered " + uri.getPath() + " with no JSON.", e);
      }
    }
  }

  /** The manifest of the content. */
  Optional<Manifest> manifest(String repository, String digest) {
    return get("/v2/" + repository + "/manifests/" + digest, pulling(repository))
        .map(
            answer ->
                new Manifest(answer.headers.firstValue("Content-Type").orElse(""), answer.json()));
  }

  /** A JSON document that is part of an image. */
  Optional<JsonObject> document(String repository, String digest) {
    return get("/v2/" + repository + "/blobs/" + digest, pulling(repository)).map(Answer::json);
  }

  private String pulling(String repository) {
    return tokens.forRepository(repository, Set.of(RegistryAccess.PULL));
  }

  /** The content that the tag, or the digest, stands for in the registry. */
  Optional<String> digest(String repository, String reference) {
    return call("HEAD", "/v2/" + repository + "/manifests/" + reference, pulling(repository))
        .flatMap(answer -> answer.headers.firstValue("Docker-Content-Digest"));
  }

  /** The registry forgets the content; that it has not got it is fine. */
  void delete(String repository, String digest) {
    String token = tokens.forRepository(repository, Set.of(RegistryAccess.DELETE));
    call("DELETE", "/v2/" + repository + "/manifests/" + digest, token);
  }

  /** Fails when the registry does not answer, or not as one of ours. */
  void requireAnswer() {
    get("/v2/", tokens.forCatalog());
  }

  /** The names of all repositories. */
  List<String> repositories() {
    return names("/v2/_catalog?n=" + PAGE, "repositories", tokens::forCatalog);
  }

  /** The tags of the repository. */
  List<String> tags(String repository) {
    return names("/v2/" + repository + "/tags/list?n=" + PAGE, "tags", () -> pulling(repository));
  }

  private List<String> names(String first, String member, Supplier<String> token) {
    List<String> names = new ArrayList<>();
    Optional<String> next = Optional.of(first);
    for (int page = 0; next.isPresent() && page < PAGES_MAX; page++) {
      Optional<Answer> answer = get(next.get(), token.get());
      if (answer.isEmpty()) {
        return names;
      }
      JsonObject body = answer.get().json();
      if (body.containsKey(member) && !body.isNull(member)) {
        body.getJsonArray(member).getValuesAs(JsonString.class).stream()
            .map(JsonString::getString)
            .forEach(names::add);
      }
      next = answer.get().headers.firstValue("Link").flatMap(RemoteRegistry::next);
    }
    return names;
  }

  /** <code>&lt;/v2/_catalog?last=b&amp;n=100&gt;; rel="next"</code>: only the path is believed. */
  private static Optional<String> next(String link) {
    int begin = link.indexOf('<');
    int end = link.indexOf('>');
    if (begin < 0 || end < begin || !link.contains("rel=\"next\"")) {
      return Optional.empty();
    }
    URI uri = URI.create(link.substring(begin + 1, end));
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return Optional.of(uri.getRawPath() + query);
  }

  private Optional<Answer> get(String path, String token) {
    return call("GET", path, token);
  }

  /** Blobs may lie elsewhere: the registry says where, and our token is none of that one's. */
  private Optional<Answer> call(String method, String path, String token) {
    URI registry =
        settings
            .registryUrl()
            .orElseThrow(() -> new RegistryFault("The installation has no registry.", null));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(registry + path))
            .timeout(settings.registryCall())
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Accept", MANIFESTS);
    Answer answer = send(request.copy().header("Authorization", "Bearer " + token).build());
    if (ELSEWHERE.contains(answer.status) && method.equals("GET")) {
      String location = answer.headers.firstValue("Location").orElse("");
      answer = send(request.uri(answer.uri.resolve(location)).build());
    }
    if (answer.status == NOT_FOUND) {
      return Optional.empty();
    }
    if (!answer.isGood()) {
      throw new RegistryFault(
          "The registry answered %s %s with %d: %s"
              .formatted(method, answer.uri.getPath(), answer.status, shortened(answer.text)),
          null);
    }
    return Optional.of(answer);
  }

  private static String shortened(String text) {
    String line = text.strip();
    return line.length() > WORDS_MAX ? line.substring(0, WORDS_MAX) : line;
  }

  private Answer send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client().sendAsync(request, BoundedBody.of(DOCUMENT_MAX));
    try {
      HttpResponse<byte[]> whole =
          answer.get(settings.registryCall().toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(
          whole.uri(),
          whole.statusCode(),
          whole.headers(),
          new String(whole.body(), StandardCharsets.UTF_8));
    } catch (ExecutionException e) {
      throw silent(request, e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw silent(request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryFault("The server stops.", e);
    }
  }

  private static RegistryFault silent(HttpRequest request, Throwable cause) {
    String words =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new RegistryFault(
        "The registry %s does not answer: %s.".formatted(request.uri().getAuthority(), words),
        cause);
  }

  private HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .connectTimeout(settings.registryCall())
              .version(HttpClient.Version.HTTP_1_1)
              .build();
      client = known;
    }
    return known;
  }
}
