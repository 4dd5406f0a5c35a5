package omgservers.pool.model;

/**
 * How the container engine of a pool server is reached and used.
 *
 * @param address <code>unix:///path</code>, <code>tcp://host:port</code> or <code>
 *     https://host:port</code>
 * @param credentials the folder below the installation's folder of secrets with the keys for TLS
 *     and the password of the registry, or null
 * @param registry the host that images are pulled from, or null for images of the engine only
 * @param network the network that containers join, or null for the installation's
 * @param ociRuntime the OCI runtime that runs containers, or null for the engine's
 * @param allowRoot whether images that insist on root may have it
 */
public record Engine(
    String address,
    String credentials,
    String registry,
    String network,
    String ociRuntime,
    boolean allowRoot) {
  /** No engine: game servers run on this machine. */
  public static final Engine NONE = new Engine(null, null, null, null, null, false);

  /** Whether it is reached by TLS. */
  public boolean isSecure() {
    return address != null && address.startsWith("https://");
  }

  /** An engine at the address that pulls from the registry, with all else as usual. */
  public static Engine at(String address, String registry) {
    return new Engine(address, null, registry, null, null, false);
  }
}
