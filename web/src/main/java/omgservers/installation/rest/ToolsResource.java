package omgservers.installation.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import omgservers.installation.Hashing;
import omgservers.installation.Topology;
import omgservers.pool.DockerHosts;
import omgservers.shared.rest.Callers;
import omgservers.tenancy.model.Role;

/** Small tools of the public protocol for the operators of the installation. */
@Path("admin/request")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ToolsResource {
  private final Topology topology;
  private final Hashing hashing;
  private final DockerHosts dockerHosts;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public ToolsResource(
      Topology topology, Hashing hashing, DockerHosts dockerHosts, Callers callers) {
    this.topology = topology;
    this.hashing = hashing;
    this.dockerHosts = dockerHosts;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public ToolsResource() {
    this(null, null, null, null);
  }

  /** A value to hash. */
  public record Plain(@NotBlank String value) {}

  /** A bcrypt hash. */
  public record Hash(String hash) {}

  /** A key that belongs to some slot. */
  public record ShardKey(@NotNull String shardKey) {}

  /** A slot, and where it is served. */
  public record ShardPlace(int slot, URI uri) {}

  /** Where a Docker daemon listens. */
  public record DockerHost(@NotNull URI dockerDaemonUri) {}

  /** That it went well; otherwise the answer is a problem. */
  public record Successful(Boolean successful) {}

  /** A bcrypt hash of a value, for programs beside ours. */
  @POST
  @Path("bcrypt-hash")
  public Hash bcryptHash(@NotNull @Valid Plain plain) {
    return new Hash(hashing.bcrypt(callers.require(Role.ADMIN), plain.value));
  }

  /** The slot that a key belongs to: that of an id, or the one that a text is spread to. */
  @POST
  @Path("calculate-shard")
  public ShardPlace calculateShard(@NotNull @Valid ShardKey key) {
    Topology.Place place = topology.place(callers.require(Role.ADMIN), key.shardKey);
    return new ShardPlace(place.slot(), place.uri());
  }

  /** Whether a Docker daemon answers at an address. */
  @POST
  @Path("ping-docker-host")
  public Successful pingDockerHost(@NotNull @Valid DockerHost host) {
    dockerHosts.ping(callers.require(Role.ADMIN), host.dockerDaemonUri);
    return new Successful(true);
  }
}
