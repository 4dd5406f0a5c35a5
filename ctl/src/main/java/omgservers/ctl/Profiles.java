package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The installations that the tool knows by name, and who is logged in there: one login per role.
 * The file and its folder are for their owner only.
 */
final class Profiles {
  /** The profile that is used when none is named. */
  static final String DEFAULT = "default";

  private static final String CURRENT = "current";
  private static final String PROFILES = "profiles";
  private static final String SERVER = "server";
  private static final String LOGINS = "logins";

  private final Path file;

  Profiles(Path home) {
    this.file = home.resolve("profiles.json");
  }

  /** A kept login. */
  record Login(Role role, String server, String user, String token) {}

  /** A profile, as it is listed. */
  record Entry(String name, boolean current, String server, List<String> logins) {}

  String current() {
    return read().path(CURRENT).asText(DEFAULT);
  }

  Optional<String> server(String profile) {
    JsonNode server = read().path(PROFILES).path(profile).path(SERVER);
    return server.isMissingNode() ? Optional.empty() : Optional.of(server.asText());
  }

  Optional<Login> login(String profile, Role role) {
    JsonNode entry = read().path(PROFILES).path(profile);
    JsonNode login = entry.path(LOGINS).path(role.key());
    return login.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Login(
                role,
                entry.path(SERVER).asText(),
                login.path("user").asText(),
                login.path("token").asText()));
  }

  /** Keeps a login; those of the profile at another server are forgotten. */
  void keep(String profile, Login login) {
    change(
        all -> {
          ObjectNode entry = all.withObjectProperty(PROFILES).withObjectProperty(profile);
          if (!entry.path(SERVER).asText().equals(login.server())) {
            entry.put(SERVER, login.server()).putObject(LOGINS);
          }
          entry
              .withObjectProperty(LOGINS)
              .putObject(login.role().key())
              .put("user", login.user())
              .put("token", login.token());
          if (!all.has(CURRENT)) {
            all.put(CURRENT, profile);
          }
        });
  }

  /** Forgets the login of a role. */
  void forget(String profile, Role role) {
    change(
        all -> {
          if (all.path(PROFILES).path(profile).path(LOGINS) instanceof ObjectNode logins) {
            logins.remove(role.key());
          }
        });
  }

  List<Entry> list() {
    ObjectNode all = read();
    String current = all.path(CURRENT).asText(DEFAULT);
    List<Entry> entries = new ArrayList<>();
    all.path(PROFILES)
        .properties()
        .forEach(
            each -> {
              List<String> logins = new ArrayList<>();
              each.getValue()
                  .path(LOGINS)
                  .properties()
                  .forEach(
                      login ->
                          logins.add(
                              login.getKey() + " " + login.getValue().path("user").asText()));
              entries.add(
                  new Entry(
                      each.getKey(),
                      each.getKey().equals(current),
                      each.getValue().path(SERVER).asText(),
                      logins));
            });
    return entries;
  }

  /** Makes a profile the one that is used when none is named. */
  void use(String profile) {
    require(profile);
    change(all -> all.put(CURRENT, profile));
  }

  /** Forgets a profile and its logins. */
  void delete(String profile) {
    require(profile);
    change(
        all -> {
          all.withObjectProperty(PROFILES).remove(profile);
          if (all.path(CURRENT).asText().equals(profile)) {
            all.remove(CURRENT);
          }
        });
  }

  private void require(String profile) {
    List<String> names = list().stream().map(Entry::name).toList();
    if (!names.contains(profile)) {
      throw new Trouble(
          Trouble.NOT_FOUND,
          "There is no profile '"
              + profile
              + "'"
              + Similar.to(profile, names).map(each -> "; did you mean " + each + "?").orElse("."));
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

  /** Two tools that run at once change the file one after the other. */
  private void change(Consumer<ObjectNode> change) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
      if (isOurs(folder)) {
        protect(folder, "rwx------");
      }
      Path lock = folder.resolve("profiles.lock");
      try (FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        protect(lock, "rw-------");
        ObjectNode all = read();
        change.accept(all);
        Path fresh = folder.resolve("profiles.json.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh);
        protect(fresh, "rw-------");
        Files.write(fresh, all.toPrettyString().getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new Trouble(Trouble.USAGE, file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** A folder that holds other things too is left as it is: somebody chose it. */
  private static boolean isOurs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(each -> each.getFileName().toString())
          .allMatch(name -> name.startsWith("profiles.") || name.equals("logins.json"));
    }
  }

  /** Where files have such permissions; elsewhere the home folder protects them. */
  private static void protect(Path path, String permissions) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
