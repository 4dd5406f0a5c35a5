package omgservers.runtime.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import omgservers.runtime.RuntimeCommand;
import omgservers.runtime.RuntimeInterchange;
import omgservers.runtime.RuntimeSessions;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.shared.platform.Fields;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Message;
import omgservers.shared.rest.Open;
import omgservers.shared.sharding.Slots;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** What game servers call. */
@Path("runtime/request")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RuntimeResource {
  /** A call carries at most this many messages. */
  public static final int MESSAGES_MAX = 1_000;

  /** A game server may ask to wait this long; see also {@link LongPolls#WAIT_SHARE}. */
  public static final int WAIT_MILLIS_MAX = 20_000;

  private final RuntimeSessions sessions;
  private final RuntimeInterchange interchange;
  private final LongPolls polls;
  private final Callers callers;
  private final Settings settings;

  /** Doors to these use cases. */
  @Inject
  public RuntimeResource(
      RuntimeSessions sessions,
      RuntimeInterchange interchange,
      LongPolls polls,
      Callers callers,
      Settings settings) {
    this.sessions = sessions;
    this.interchange = interchange;
    this.polls = polls;
    this.callers = callers;
    this.settings = settings;
  }

  /** For servers that look for one without parameters. */
  public RuntimeResource() {
    this(null, null, null, null, null);
  }

  /** The game server that wants to be let in. */
  public record Credentials(@NotNull Long runtimeId, @NotBlank @Size(max = 64) String password) {}

  /**
   * What a game server asks for and what it has consumed; how long it would wait for news. Commands
   * that come again under the same number, which grows from one to the next, are not done twice.
   */
  public record Exchange(
      @NotNull @Size(max = MESSAGES_MAX) List<@NotNull @Valid Message> outgoingMessages,
      @NotNull @Size(max = MESSAGES_MAX) List<@NotNull Long> consumedMessages,
      @Min(0) @Max(WAIT_MILLIS_MAX) Integer waitMillis,
      Long number) {
    Duration patience() {
      return Duration.ofMillis(waitMillis == null ? 0 : waitMillis);
    }
  }

  /** What waits for a game server; a fresh token when its own grows old. */
  public record Incoming(
      List<IncomingMessage> incomingMessages, @Schema(nullable = true) String apiToken) {}

  /** A message to a game server. */
  public record IncomingMessage(
      Long id,
      String idempotencyKey,
      Long runtimeId,
      Instant created,
      Instant modified,
      String qualifier,
      JsonValue body,
      boolean deleted) {
    /** The message as it is sent. */
    public static IncomingMessage of(Mailboxes.Message message) {
      Instant created = Slots.madeAt(message.id());
      return new IncomingMessage(
          message.id(),
          Long.toString(message.id()),
          message.owner(),
          created,
          created,
          message.qualifier(),
          Json.value(message.body()),
          false);
    }
  }

  /** Lets a game server in; the first time means that it is ready. */
  @Open(byAddress = false)
  @POST
  @Path("create-token")
  public RuntimeSessions.Session createToken(@NotNull @Valid Credentials credentials) {
    return sessions.open(credentials.runtimeId, credentials.password);
  }

  /** Exchanges messages; with a time to wait, an answer without news comes only after it. */
  @POST
  @Path("interchange-messages")
  @APIResponseSchema(value = Incoming.class, responseCode = "200")
  public CompletionStage<Incoming> interchange(
      @NotNull @Valid Exchange exchange, @Context HttpServletRequest request) {
    long runtime = callers.requireRuntime();
    List<RuntimeCommand> commands = new ArrayList<>();
    for (int i = 0; i < exchange.outgoingMessages.size(); i++) {
      Message message = exchange.outgoingMessages.get(i);
      Fields body = new Fields("outgoing_messages[" + i + "].body", message.body());
      commands.add(RuntimeCommand.of(message.qualifier().name(), body, settings.profileSize()));
    }
    return polls.answer(
        new LongPolls.Waiter(runtime, callers.issued(), request),
        exchange.patience(),
        () -> interchange.exchange(runtime, exchange.number, commands, exchange.consumedMessages));
  }
}
