package omgservers.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server's API over HTTP. A failed connection is tried once more; a server that asks for
 * patience gets it, within limits.
 */
final class Api {
  /** Numbers stay exactly as they are written: profiles belong to games. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final Duration UPLOAD_MAX = Duration.ofMinutes(15);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration AGAIN_AFTER = Duration.ofMillis(300);
  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI server;
  private final Consumer<String> notice;

  /**
   * @param server its address
   * @param notice is told what the person should know while waiting
   */
  Api(URI server, Consumer<String> notice) {
    this.server = server;
    this.notice = notice;
  }

  /**
   * A request.
   *
   * @param body null for none
   * @param token null for nobody's
   * @param ifMatch the version that is to be changed, or null
   * @param key makes a repeated request harmless, or null
   */
  record Ask(String method, String path, JsonNode body, String token, String ifMatch, String key) {
    static Ask get(String path, String token) {
      return new Ask("GET", path, null, token, null, null);
    }

    static Ask post(String path, JsonNode body, String token) {
      return new Ask("POST", path, body, token, null, null);
    }
  }

  /** An answer; the body is an empty object where the server sent none. */
  record Answer(int status, JsonNode body, Optional<String> etag, OptionalLong retryAfter) {
    boolean good() {
      return status / 100 == 2;
    }
  }

  URI server() {
    return server;
  }

  /** Sends the request, and waits for the answer whatever it is. */
  Answer send(Ask ask) {
    Duration waited = Duration.ZERO;
    boolean again = false;
    while (true) {
      try {
        Answer answer = answer(http.send(request(ask), BodyHandlers.ofString()));
        if (!wantsPatience(answer)) {
          return answer;
        }
        Duration pause = Duration.ofSeconds(answer.retryAfter().getAsLong());
        waited = waited.plus(pause).plus(AGAIN_AFTER);
        if (waited.compareTo(PATIENCE) > 0) {
          return answer;
        }
        notice.accept("The server asks to wait for " + pause.toSeconds() + " s.");
        sleep(pause.plus(AGAIN_AFTER));
      } catch (JsonProcessingException e) {
        throw new Trouble(Trouble.UNREACHABLE, server + " answers, but not as OMGSERVERS does.", e);
      } catch (IOException e) {
        boolean late = e instanceof HttpTimeoutException;
        if (again || (late && !(e instanceof HttpConnectTimeoutException))) {
          throw new Trouble(Trouble.UNREACHABLE, silence(ask, late), e);
        }
        again = true;
        sleep(AGAIN_AFTER);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Trouble(Trouble.UNREACHABLE, "Interrupted.", e);
      }
    }
  }

  /**
   * Reads a stream of events line by line, for as long as it lasts; a refusal is the answer.
   *
   * @param lastEvent the stream goes on behind it, or null
   */
  Answer stream(String path, String token, String lastEvent, Consumer<String> line)
      throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address(path))
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + token);
    if (lastEvent != null) {
      builder.header("Last-Event-ID", lastEvent);
    }
    try {
      HttpResponse<Stream<String>> response = http.send(builder.build(), BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        if (response.statusCode() == OK) {
          lines.forEach(line);
          return new Answer(OK, JSON.createObjectNode(), Optional.empty(), OptionalLong.empty());
        }
        String text = lines.collect(Collectors.joining("\n"));
        return new Answer(
            response.statusCode(), problem(text), Optional.empty(), OptionalLong.empty());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble(Trouble.UNREACHABLE, "Interrupted.", e);
    }
  }

  /** Sends a file as it is; the receiver is told how much was sent so far. */
  Answer upload(String path, Path file, String token, LongConsumer sent) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address(path))
              .timeout(UPLOAD_MAX)
              .header("Accept", "application/json")
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/gzip")
              .PUT(Counting.of(file, sent))
              .build();
      return answer(http.send(request, BodyHandlers.ofString()));
    } catch (JsonProcessingException e) {
      throw new Trouble(Trouble.UNREACHABLE, server + " answers, but not as OMGSERVERS does.", e);
    } catch (IOException e) {
      throw new Trouble(Trouble.UNREACHABLE, server + " did not take the whole upload.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble(Trouble.UNREACHABLE, "Interrupted.", e);
    }
  }

  /** A body that tells how much of it was taken. */
  private record Counting(BodyPublisher file, LongConsumer sent) {
    static BodyPublisher of(Path path, LongConsumer sent) throws IOException {
      BodyPublisher file = BodyPublishers.ofFile(path);
      Counting counting = new Counting(file, sent);
      return BodyPublishers.fromPublisher(counting::subscribe, file.contentLength());
    }

    private void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      AtomicLong total = new AtomicLong();
      file.subscribe(
          new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
              subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
              sent.accept(total.addAndGet(bytes.remaining()));
              subscriber.onNext(bytes);
            }

            @Override
            public void onError(Throwable fault) {
              subscriber.onError(fault);
            }

            @Override
            public void onComplete() {
              subscriber.onComplete();
            }
          });
    }
  }

  private static JsonNode problem(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // A proxy's error page need not be JSON.
      return JSON.createObjectNode();
    }
  }

  private URI address(String path) {
    return URI.create(server.toString().replaceFirst("/+$", "") + path);
  }

  private static boolean wantsPatience(Answer answer) {
    return answer.retryAfter().isPresent()
        && (answer.status() == TOO_MANY || answer.status() == CONFLICT);
  }

  private String silence(Ask ask, boolean late) {
    String text = server + " does not answer.";
    return late && !ask.method().equals("GET")
        ? text + "\nWhether it did what was asked is not known; look before trying again."
        : text;
  }

  private HttpRequest request(Ask ask) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address(ask.path()))
            .timeout(ANSWER_MAX)
            .header("Accept", "application/json");
    if (ask.token() != null) {
      builder.header("Authorization", "Bearer " + ask.token());
    }
    if (ask.ifMatch() != null) {
      builder.header("If-Match", ask.ifMatch());
    }
    if (ask.key() != null) {
      builder.header("Idempotency-Key", ask.key());
    }
    if (ask.body() == null) {
      return builder.method(ask.method(), BodyPublishers.noBody()).build();
    }
    return builder
        .header("Content-Type", "application/json")
        .method(ask.method(), BodyPublishers.ofString(ask.body().toString()))
        .build();
  }

  private static Answer answer(HttpResponse<String> response) throws JsonProcessingException {
    OptionalLong retryAfter;
    try {
      retryAfter = response.headers().firstValueAsLong("Retry-After");
    } catch (NumberFormatException e) {
      retryAfter = OptionalLong.empty();
    }
    return new Answer(
        response.statusCode(), body(response), response.headers().firstValue("ETag"), retryAfter);
  }

  /** A proxy's error page need not be JSON; an answer that says "done" must be. */
  private static JsonNode body(HttpResponse<String> response) throws JsonProcessingException {
    if (response.body().isBlank()) {
      return JSON.createObjectNode();
    }
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      if (response.statusCode() / 100 == 2) {
        throw e;
      }
      return JSON.createObjectNode();
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble(Trouble.UNREACHABLE, "Interrupted.", e);
    }
  }
}
