package omgservers.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A registry as a child process, the program <code>docker-registry</code> or a container of the
 * public image: it stores images on the disk of the installation, believes the server's tokens, and
 * tells it what was pushed.
 */
public final class ImageRegistry implements AutoCloseable {
  private static final String PROGRAM = "docker-registry";
  private static final String CONFIG = "config.yml";
  private static final String TRUSTED = "trusted.pem";
  private static final String KEYS = "trusted.json";

  /** Images of which each can be the registry, the one to fetch first. */
  private static final List<String> IMAGES = List.of("registry:2", "registry:3");

  private static final int PORTS_TRIED = 10;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Process process;
  private final Place place;

  private ImageRegistry(Process process, Place place) {
    this.process = process;
    this.place = place;
  }

  /** Where the program is, if it is installed. */
  public static Optional<Path> program() {
    return Stream.concat(
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1)),
            Stream.of("/usr/bin", "/usr/local/bin"))
        .map(folder -> Path.of(folder, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The public image of a registry, on the engine where it runs. */
  record Container(DockerClient client, String image) {
    /** The first image that the engine has, or else the first that it can fetch. */
    static Optional<Container> on(DockerClient client) {
      return IMAGES.stream()
          .filter(client::has)
          .findFirst()
          .or(() -> IMAGES.stream().limit(1).filter(client::pull).findFirst())
          .map(image -> new Container(client, image));
    }
  }

  /**
   * Where a registry listens, the secret by which the server recognises it, and the container that
   * it is, or null for the program.
   */
  public record Place(int port, String secret, Container container) {
    /** A place of the program. */
    public Place(int port, String secret) {
      this(port, secret, null);
    }

    private String name() {
      return "omgservers-registry-" + port;
    }

    /** What runs it by the configuration in the folder. */
    private List<String> command(Path folder) throws IOException {
      String config = folder.resolve(CONFIG).toString();
      if (container == null) {
        return List.of(program().orElseThrow().toString(), "serve", config);
      }
      // Files belong to whoever starts us, and the address is one of this machine.
      String user =
          Files.getAttribute(folder, "unix:uid") + ":" + Files.getAttribute(folder, "unix:gid");
      return container.client.command(
          List.of(
              "run",
              "--rm",
              "--name=" + name(),
              "--network=host",
              "--user=" + user,
              "--security-opt=label=disable",
              "--volume=" + folder + ":" + folder,
              container.image,
              "serve",
              config));
    }

    /** What an engine keeps of a start that was killed, or of this one. */
    private void clear() {
      if (container != null) {
        container.client.remove(name());
      }
    }

    /** The host and port, as engines know them. */
    public String address() {
      return "127.0.0.1:" + port;
    }

    /** What the server has to know. */
    public Map<String, String> settings() {
      return Map.of(
          "omgservers.registry.url", "http://" + address(), "omgservers.registry.secret", secret);
    }
  }

  /**
   * A place on the port, or on one of the next if it is taken, as Debian's package takes the usual
   * one for a registry of its own; with a secret for this start only. None where the program is not
   * installed, and the engine neither has nor gets the image.
   */
  static Optional<Place> place(int port, DockerClient client, boolean contained) {
    boolean program = !contained && program().isPresent();
    Optional<Container> container = program ? Optional.empty() : Container.on(client);
    if (!program && container.isEmpty()) {
      return Optional.empty();
    }
    int free =
        IntStream.range(port, port + PORTS_TRIED)
            .filter(ImageRegistry::isFree)
            .findFirst()
            .orElseThrow(
                () ->
                    new Fault(
                        "Registry: the ports %d to %d are in use on 127.0.0.1; choose another one"
                                .formatted(port, port + PORTS_TRIED - 1)
                            + " with -Drun.registry.port=…, or -Drun.registry=none"));
    return Optional.of(new Place(free, UUID.randomUUID().toString(), container.orElse(null)));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts it for the server, which is ready: its certificates are what the registry trusts. */
  public static ImageRegistry start(Installation installation, Place place) {
    Path folder = installation.data().resolve("registry");
    PidFile pidFile = new PidFile(folder.resolve("pid"));
    try {
      Files.createDirectories(folder.resolve("storage"));
      pidFile.endLeftover();
      place.clear();
      Files.writeString(folder.resolve(TRUSTED), published(installation.url(), "certificates"));
      Files.writeString(folder.resolve(KEYS), published(installation.url(), "jwks"));
      Files.writeString(folder.resolve(CONFIG), config(installation, folder, place));
      Process process =
          new ProcessBuilder(place.command(folder))
              .redirectErrorStream(true)
              .redirectOutput(installation.logs().resolve("registry.log").toFile())
              .start();
      pidFile.write(process.toHandle());
      ImageRegistry registry = new ImageRegistry(process, place);
      // Before it is ready: whoever stops us while it starts leaves nothing behind.
      Runtime.getRuntime().addShutdownHook(new Thread(registry::close, "registry"));
      registry.await(place, installation);
      return registry;
    } catch (IOException e) {
      throw new Fault("Registry: it cannot be started: " + e.getMessage(), e);
    }
  }

  private static String published(URI server, String what) throws IOException {
    return get(server.resolve("/api/v1/registry/" + what)).body();
  }

  private static HttpResponse<String> get(URI address) throws IOException {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(address).timeout(ANSWER_MAX).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault("Interrupted.", e);
    }
  }

  private static String config(Installation installation, Path folder, Place place) {
    return """
        version: 0.1
        log:
          level: warn
          accesslog:
            disabled: true
        storage:
          filesystem:
            rootdirectory: "%s"
          delete:
            enabled: true
        http:
          addr: %s
        auth:
          token:
            realm: %s/service/v1/entrypoint/docker/request/token
            service: registry
            issuer: omgservers
            rootcertbundle: "%s"
            jwks: "%s"
        notifications:
          endpoints:
            - name: omgservers
              url: %s/service/v1/entrypoint/registry/request/handle-events
              headers:
                X-Registry-Secret: ["%s"]
              timeout: 5s
              threshold: 3
              backoff: 2s
        """
        .formatted(
            folder.resolve("storage"),
            place.address(),
            installation.url(),
            folder.resolve(TRUSTED),
            folder.resolve(KEYS),
            installation.url(),
            place.secret);
  }

  /** Without a token it must refuse: one that lets everybody in is not ours. */
  private void await(Place place, Installation installation) {
    Instant end = Instant.now().plus(ANSWER_MAX);
    URI door = URI.create("http://" + place.address() + "/v2/");
    while (!refuses(door)) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        close();
        throw new Fault(
            "Registry: it does not start; see " + installation.logs().resolve("registry.log"));
      }
      pause();
    }
  }

  private static boolean refuses(URI door) {
    try {
      return get(door).statusCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault("Interrupted.", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    place.clear();
  }
}
