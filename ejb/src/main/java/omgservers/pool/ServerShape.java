package omgservers.pool;

import java.net.URI;
import java.util.regex.Pattern;
import omgservers.pool.docker.DockerDriver;
import omgservers.pool.model.Capacity;
import omgservers.pool.model.Engine;
import omgservers.pool.model.PoolServer;
import omgservers.shared.problem.Refusal;

/**
 * What is to be of a pool server. What is null stays as it is; an empty text takes away what was
 * there.
 */
public record ServerShape(
    Integer slots,
    Integer cpuMillis,
    Integer memoryMib,
    String address,
    String credentials,
    String registry,
    String network,
    String ociRuntime,
    Boolean allowRoot,
    Boolean draining,
    Integer buildSlots) {
  private static final Pattern FOLDER = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

  /** Gives the server this shape, if it makes sense altogether. */
  void apply(PoolServer server) {
    Capacity before = server.capacity();
    server.resize(
        new Capacity(
            slots == null ? before.slots() : slots,
            cpuMillis == null ? before.cpuMillis() : cpuMillis,
            memoryMib == null ? before.memoryMib() : memoryMib));
    Engine known = server.engine();
    Engine engine =
        new Engine(
            or(address, known.address()),
            or(credentials, known.credentials()),
            or(registry, known.registry()),
            or(network, known.network()),
            or(ociRuntime, known.ociRuntime()),
            allowRoot == null ? known.allowRoot() : allowRoot);
    check(server.driver(), engine);
    server.reach(engine);
    if (draining != null) {
      server.drain(draining);
    }
    if (buildSlots != null) {
      if (buildSlots > 0 && !server.driver().equals(DockerDriver.NAME)) {
        throw Refusal.field(
            "build_slots", "is of no use to a server of the driver " + server.driver());
      }
      server.build(buildSlots);
    }
  }

  private static String or(String given, String known) {
    return given == null ? known : given.isEmpty() ? null : given;
  }

  private static void check(String driver, Engine engine) {
    if (driver.equals(DockerDriver.NAME)) {
      requireAddress(engine);
    } else if (!engine.equals(Engine.NONE)) {
      throw Refusal.field("address", "is of no use to a server of the driver " + driver);
    }
    require(FOLDER, "credentials", engine.credentials(), "the name of a folder");
    require(HOST, "registry", engine.registry(), "a host, or a host and a port");
    require(WORD, "network", engine.network(), "the name of a network");
    require(WORD, "oci_runtime", engine.ociRuntime(), "the name of a runtime");
  }

  private static void require(Pattern pattern, String field, String value, String what) {
    if (value != null && !pattern.matcher(value).matches()) {
      throw Refusal.field(field, "'" + value + "' is not " + what);
    }
  }

  private static void requireAddress(Engine engine) {
    String address = engine.address();
    if (address == null) {
      throw Refusal.field("address", "is needed by a server of the driver docker");
    }
    boolean socket = address.startsWith("unix:///") && address.length() > "unix:///".length();
    if (!socket && !isHost(address)) {
      throw Refusal.field(
          "address", "must be like unix:///socket, tcp://host:2375 or https://host:2376");
    }
    if (engine.isSecure() && engine.credentials() == null) {
      throw Refusal.field("credentials", "are needed for an https address");
    }
  }

  private static boolean isHost(String address) {
    try {
      URI uri = new URI(address);
      boolean scheme = "tcp".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return scheme && uri.getHost() != null && uri.getPort() > 0 && uri.getPath().isEmpty();
    } catch (java.net.URISyntaxException e) {
      return false;
    }
  }
}
