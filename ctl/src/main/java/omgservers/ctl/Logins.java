package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;

/** Who is logged in where, one login per role, kept in a file that only its owner can read. */
final class Logins {
  private final Path file;

  Logins(Path home) {
    this.file = home.resolve("logins.json");
  }

  /** A login: the server and a token for it. */
  record Login(Api api, String role, String token) {
    ObjectNode call(String operation, ObjectNode body) {
      return api.call(role, operation, body, token);
    }

    ObjectNode get(String path) {
      return api.get(path, token);
    }
  }

  void keep(String role, URI server, String user, String token) {
    ObjectNode all = read();
    all.putObject(role).put("server", server.toString()).put("user", user).put("token", token);
    write(all);
  }

  /** The login of the role; its token is renewed when half of its life is over. */
  Login require(String role) {
    JsonNode login = read().path(role);
    if (login.isMissingNode()) {
      throw new Trouble(Trouble.LOGIN, "Log in first: omgctl login --role " + role);
    }
    Api api = new Api(URI.create(login.path("server").asText()));
    String token = login.path("token").asText();
    JsonNode claims = claims(token);
    long now = Instant.now().getEpochSecond();
    long issued = claims.path("iat").asLong();
    long expires = claims.path("exp").asLong();
    if (now >= expires) {
      throw new Trouble(
          Trouble.LOGIN, "The login has ended; log in again: omgctl login --role " + role);
    }
    if (now > issued + (expires - issued) / 2) {
      token =
          api.call(role, "renew-token", Api.JSON.createObjectNode(), token)
              .path("raw_token")
              .asText();
      keep(role, api.server(), login.path("user").asText(), token);
    }
    return new Login(api, role, token);
  }

  private static JsonNode claims(String token) {
    try {
      String[] parts = token.split("\\.", -1);
      return Api.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new Trouble(Trouble.LOGIN, "The kept login is damaged; log in again.", e);
    }
  }

  private ObjectNode read() {
    try {
      return Files.exists(file)
          ? (ObjectNode) Api.JSON.readTree(Files.readString(file))
          : Api.JSON.createObjectNode();
    } catch (IOException | ClassCastException e) {
      throw new Trouble(Trouble.LOGIN, file + " is damaged; delete it and log in again.", e);
    }
  }

  private void write(ObjectNode all) {
    Path fresh = file.resolveSibling("logins.json.new");
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(fresh);
      Files.createFile(fresh);
      if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      }
      Files.write(fresh, all.toPrettyString().getBytes(StandardCharsets.UTF_8));
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Trouble(Trouble.USAGE, file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
