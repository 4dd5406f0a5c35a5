package omgservers.player.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import omgservers.deployment.Stages;
import omgservers.player.Clients;
import omgservers.player.PlayerInterchange;
import omgservers.shared.platform.Fields;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Message;
import omgservers.shared.rest.Open;
import omgservers.shared.rest.RawToken;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.SignIns;
import omgservers.tenancy.Users;
import omgservers.tenancy.model.Role;

/** What players call. */
@Path("player/request")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PlayerResource {
  /** A call carries at most this many messages. */
  public static final int MESSAGES_MAX = 1_000;

  private final Users users;
  private final Clients clients;
  private final PlayerInterchange interchange;
  private final Callers callers;
  private final SignIns signIns;
  private final Directory directory;
  private final Stages stages;

  /** Doors to these use cases. */
  @Inject
  public PlayerResource(
      Users users,
      Clients clients,
      PlayerInterchange interchange,
      Callers callers,
      SignIns signIns,
      Directory directory,
      Stages stages) {
    this.users = users;
    this.clients = clients;
    this.interchange = interchange;
    this.callers = callers;
    this.signIns = signIns;
    this.directory = directory;
    this.stages = stages;
  }

  /** For servers that look for one without parameters. */
  public PlayerResource() {
    this(null, null, null, null, null, null, null);
  }

  /** A sign of life, either way. */
  public record Ping(@NotBlank @Size(max = 64) String message) {}

  /** Nothing to say. */
  public record Nothing() {}

  /** A new user. */
  public record User(Long userId, String password) {}

  /** Who wants to be let in. */
  public record Credentials(@NotNull Long userId, @NotBlank @Size(max = 64) String password) {}

  /** Where the user wants to play. */
  public record Ground(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String project,
      @NotBlank @Size(max = 64) String stage) {}

  /** The client that is meant. */
  public record ClientId(@NotNull Long clientId) {}

  /** A client and where it connects. */
  public record Session(Long clientId, omgservers.shared.security.SocketAddress connectorConfig) {
    static Session of(Clients.Session session) {
      return new Session(session.clientId(), session.connectorConfig());
    }
  }

  /**
   * What a client says and what it has consumed. Messages that come again under the same number,
   * which grows from one call to the next, are not passed on twice.
   */
  public record Exchange(
      @NotNull Long clientId,
      @NotNull @Size(max = MESSAGES_MAX) List<@NotNull @Valid Message> outgoingMessages,
      @NotNull @Size(max = MESSAGES_MAX) List<@NotNull Long> consumedMessages,
      Long number) {}

  /** What waits for a client. */
  public record Incoming(List<IncomingMessage> incomingMessages) {}

  /** A message to a client. */
  public record IncomingMessage(Long id, String qualifier, JsonValue body) {}

  /** Says that we are here. */
  @Open
  @POST
  @Path("ping-service")
  public Ping ping(@NotNull @Valid Ping ping) {
    return new Ping("pong");
  }

  /** A new player. */
  @Open
  @POST
  @Path("create-user")
  public User createUser(@NotNull Nothing nothing) {
    Users.Credentials created = users.createPlayer();
    return new User(created.userId(), created.password());
  }

  /** Lets a player in. */
  @Open
  @POST
  @Path("create-token")
  public RawToken createToken(@NotNull @Valid Credentials credentials) {
    return RawToken.of(signIns.signIn(credentials.userId, credentials.password));
  }

  /** Another token for a player who has a valid one. */
  @POST
  @Path("renew-token")
  public RawToken renewToken() {
    return RawToken.of(signIns.renew(callers.require(Role.PLAYER)));
  }

  /** Begins a session. */
  @POST
  @Path("create-client")
  public Session createClient(@NotNull @Valid Ground ground) {
    Caller caller = callers.require(Role.PLAYER);
    long tenant = directory.tenant(ground.tenant);
    return Session.of(
        clients.create(caller.userId(), stages.ground(tenant, ground.project, ground.stage)));
  }

  /** Goes on with a session whose connection was lost. */
  @POST
  @Path("resume-client")
  public Session resumeClient(@NotNull @Valid ClientId client) {
    Caller caller = callers.require(Role.PLAYER);
    return Session.of(clients.resume(caller.userId(), client.clientId));
  }

  /** Exchanges messages. */
  @POST
  @Path("interchange-messages")
  public Incoming interchange(@NotNull @Valid Exchange exchange) {
    Caller caller = callers.require(Role.PLAYER);
    List<JsonValue> outgoing = new ArrayList<>();
    for (int i = 0; i < exchange.outgoingMessages.size(); i++) {
      outgoing.add(said("outgoing_messages[" + i + "]", exchange.outgoingMessages.get(i)));
    }
    return new Incoming(
        interchange
            .exchange(
                caller.userId(),
                exchange.clientId,
                new PlayerInterchange.Said(exchange.number, outgoing),
                exchange.consumedMessages)
            .stream()
            .map(
                message ->
                    new IncomingMessage(
                        message.id(), message.qualifier(), Json.value(message.body())))
            .toList());
  }

  private static JsonValue said(String path, Message message) {
    if (message.qualifier() != Message.MessageQualifier.MESSAGE_PRODUCED) {
      throw Refusal.invalid(
          Qualifier.WRONG_MESSAGE,
          path + ".qualifier: a player does not send " + message.qualifier() + ".");
    }
    return new Fields(path + ".body", message.body()).json("message");
  }
}
