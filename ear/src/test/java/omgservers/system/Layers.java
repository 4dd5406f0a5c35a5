package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Layers as clients of a registry store them, one by one. */
final class Layers {
  private Layers() {}

  /** Stores a layer of random bytes that belongs to no image. */
  static void upload(String registry, String token, String repository, int size) {
    byte[] bytes = new byte[size];
    new SecureRandom().nextBytes(bytes);
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    URI door = URI.create("http://" + registry + "/v2/" + repository + "/blobs/uploads/");
    try {
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      HttpRequest.Builder begin =
          HttpRequest.newBuilder(door).header("Authorization", "Bearer " + token);
      String place =
          http.send(
                  begin.POST(HttpRequest.BodyPublishers.noBody()).build(),
                  HttpResponse.BodyHandlers.discarding())
              .headers()
              .firstValue("Location")
              .orElseThrow();
      HttpRequest.Builder end =
          HttpRequest.newBuilder(URI.create(place + "&digest=sha256:" + digest))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/octet-stream");
      int status =
          http.send(
                  end.PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      assertThat(status).isEqualTo(201);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
