package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;

/** The builds of a project, as its developer asks for them and sees them. */
final class BuildYard {
  /** A shell is in the source itself: there is no registry here to get one from. */
  static final String SHELL = "FROM scratch\nCOPY busybox /bin/sh\n";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int BLOCK = 512;

  private final Administration calls;
  private final String project;

  BuildYard(Administration calls, String project) {
    this.calls = calls;
    this.project = project;
  }

  String path() {
    return project + "/builds";
  }

  /** A build whose source is this Dockerfile, and a shell. */
  String build(String dockerfile, String wish) {
    String id = create(wish);
    upload(id, archive(Map.of("Dockerfile", dockerfile))).is(200);
    return id;
  }

  String create(String wish) {
    return calls.post(path(), wish).is(201).text("id");
  }

  Administration.Reply upload(String id, byte[] archive) {
    HttpRequest request =
        HttpRequest.newBuilder(calls.url().resolve("/api/v1/" + path() + "/" + id + "/source"))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + calls.token())
            .header("Content-Type", "application/gzip")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(archive))
            .build();
    HttpResponse<String> response = send(request);
    try {
      return new Administration.Reply(
          response.statusCode(), response.headers(), Service.JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads the log as it grows, until it is complete. */
  String follow(String id) {
    HttpRequest request =
        HttpRequest.newBuilder(
                calls.url().resolve("/api/v1/" + path() + "/" + id + "/log?follow=true"))
            .header("Authorization", "Bearer " + calls.token())
            .build();
    return send(request).body();
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  JsonNode view(String id) {
    return calls.get(path() + "/" + id).is(200).body();
  }

  /** The build, once it is so. */
  JsonNode await(String id, Predicate<JsonNode> wanted) {
    return Await.until(() -> view(id), wanted);
  }

  JsonNode ended(String id) {
    return await(id, build -> !build.path("ended_at").isNull());
  }

  JsonNode ended(String id, String state) {
    JsonNode build = ended(id);
    assertThat(build.path("state").asText()).as(build + log(id)).isEqualTo(state);
    return build;
  }

  /** Waits until a step of the build has written this. */
  void awaitLog(String id, String text) {
    Await.until(() -> log(id), log -> log.contains(text));
  }

  String log(String id) {
    JsonNode items = calls.get(path() + "/" + id + "/log?limit=1000").is(200).body().path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .map(line -> line.path("text").asText())
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  Administration.Reply cancel(String id) {
    return calls.delete(path() + "/" + id);
  }

  Administration.Reply repeat(String id) {
    return calls.post(path() + "/" + id + "/runs", "");
  }

  /** An archive with these files, and a shell. */
  static byte[] archive(Map<String, String> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      byte[] shell = Files.readAllBytes(Path.of("/bin/busybox"));
      entry(out, "busybox", '0', shell);
      for (Map.Entry<String, String> file : files.entrySet()) {
        entry(out, file.getKey(), '0', file.getValue().getBytes(StandardCharsets.UTF_8));
      }
      out.write(new byte[2 * BLOCK]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  /** An archive with one entry of this name and kind. */
  static byte[] evil(String name, char kind) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      entry(out, name, kind, new byte[0]);
    }
    return bytes.toByteArray();
  }

  /** A small archive of very much. */
  static byte[] bomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 9; i++) {
        entry(out, "zeros" + i, '0', new byte[64 << 20]);
      }
    }
    return bytes.toByteArray();
  }

  /** The entry as it is in the archive; names are taken as they are. */
  static void entry(GZIPOutputStream out, String name, char kind, byte[] content)
      throws IOException {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000755");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = (byte) kind;
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o".formatted(sum));
    header[154] = 0;
    out.write(header);
    out.write(content);
    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
