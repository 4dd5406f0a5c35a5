package omgservers.runtime.ws;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import omgservers.runtime.RuntimeCommand;
import omgservers.runtime.RuntimeInterchange;
import omgservers.runtime.RuntimeSessions;
import omgservers.runtime.rest.RuntimeResource;
import omgservers.shared.mailbox.Mailboxes.Message;
import omgservers.shared.platform.Fields;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.Problem;
import omgservers.shared.sharding.Outages;
import omgservers.shared.ws.CloseCode;
import omgservers.shared.ws.Confirmed;
import omgservers.shared.ws.LiveSocket;

/**
 * One connected game server. Its frames have the members of an interchange, and may have a number:
 * what comes again under the same number after a lost connection is not done twice. All frames to
 * it have the same four members; those that do not matter are null.
 */
final class Channel implements Runnable {
  private static final String OUTGOING = "outgoing_messages";
  private static final String CONSUMED = "consumed_messages";
  private static final String NUMBER = "number";

  /** Messages are put into frames of about this size. */
  private static final int FRAME_SIZE = 32_768;

  private final long runtime;
  private final LiveSocket socket;
  private final RuntimeInterchange interchange;
  private final RuntimeSessions sessions;
  private final Confirmed confirmed;
  private final int profileMax;

  /** When the game server was last given a token, or may have been. */
  private volatile Instant issued;

  Channel(
      LiveSocket socket,
      RuntimeInterchange interchange,
      RuntimeSessions sessions,
      Executor executor,
      Confirmed.Window window,
      int profileMax) {
    this.runtime = socket.principal().runtime();
    this.socket = socket;
    this.interchange = interchange;
    this.sessions = sessions;
    this.profileMax = profileMax;
    this.issued = socket.principal().issued();
    this.confirmed =
        new Confirmed(
            () -> interchange.waiting(runtime), this::send, this::failed, executor, window);
  }

  LiveSocket socket() {
    return socket;
  }

  /** The bell rings. */
  @Override
  public void run() {
    confirmed.run();
  }

  /** A frame comes: commands, and what the game server has received. */
  void said(String text) {
    Long number = null;
    try {
      Fields frame = frame(text);
      number = frame.has(NUMBER) ? frame.id(NUMBER) : null;
      List<Long> consumed = frame.has(CONSUMED) ? frame.ids(CONSUMED) : List.of();
      interchange.receive(runtime, number, commands(frame), consumed);
      if (number != null) {
        answer("[]", number, "null", "null");
      }
      confirmed.confirm(consumed);
    } catch (Refusal refusal) {
      if (refusal.kind() == Refusal.Kind.UNAVAILABLE) {
        // Nothing is wrong with the frame: it comes again over the next channel.
        failed(refusal);
        return;
      }
      refuse(number, refusal);
      if (refusal.qualifier() == Qualifier.RUNTIME_NOT_FOUND) {
        end();
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private static Fields frame(String text) {
    try {
      return new Fields(Json.value(text).asJsonObject());
    } catch (JsonException | ClassCastException e) {
      throw Refusal.invalid(Qualifier.WRONG_REQUEST, "The frame is not a JSON object.");
    }
  }

  private List<RuntimeCommand> commands(Fields frame) {
    if (!frame.has(OUTGOING)) {
      return List.of();
    }
    if (!(frame.json(OUTGOING) instanceof JsonArray messages)
        || messages.size() > RuntimeResource.MESSAGES_MAX) {
      throw Refusal.field(
          OUTGOING, "must be a list of at most " + RuntimeResource.MESSAGES_MAX + " messages");
    }
    List<RuntimeCommand> commands = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      commands.add(command(OUTGOING + "[" + i + "]", messages.get(i)));
    }
    return commands;
  }

  private RuntimeCommand command(String path, JsonValue value) {
    if (!(value instanceof JsonObject message)) {
      throw Refusal.field(path, "must be an object");
    }
    Fields fields = new Fields(path, message);
    String qualifier = fields.text("qualifier", RuntimeCommand.MODE_MAX);
    if (!(fields.json("body") instanceof JsonObject body)) {
      throw Refusal.field(path + ".body", "must be an object");
    }
    return RuntimeCommand.of(qualifier, new Fields(path + ".body", body), profileMax);
  }

  /** What was wrong with a frame, of which nothing was done. */
  void refuse(Long number, Refusal refusal) {
    String path = socket.session().getRequestURI().getPath();
    answer("[]", number, Json.write(Problem.of(refusal).at(path)), "null");
  }

  private void answer(String messages, Long number, String refused, String token) {
    String quoted = number == null ? "null" : Json.quoted(Long.toString(number));
    socket
        .outgoing()
        .send(
            "{\"incoming_messages\":"
                + messages
                + ",\"number\":"
                + quoted
                + ",\"refused\":"
                + refused
                + ",\"api_token\":"
                + token
                + '}');
  }

  private void send(List<Message> messages) {
    List<RuntimeResource.IncomingMessage> part = new ArrayList<>();
    int size = 0;
    for (Message message : messages) {
      part.add(RuntimeResource.IncomingMessage.of(message));
      size += message.body().length();
      if (size >= FRAME_SIZE) {
        answer(Json.write(part), null, "null", "null");
        part.clear();
        size = 0;
      }
    }
    if (!part.isEmpty()) {
      answer(Json.write(part), null, "null", "null");
    }
  }

  /** An open channel is a sign of life; now and then the game server gets a fresh token. */
  void beat() {
    try {
      interchange.hear(runtime);
      sessions
          .renew(runtime, issued)
          .ifPresent(
              token -> {
                issued = sessions.now();
                answer("[]", null, "null", Json.quoted(token));
              });
    } catch (Refusal refusal) {
      if (refusal.kind() == Refusal.Kind.UNAVAILABLE) {
        failed(refusal);
      } else {
        end();
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(RuntimeException fault) {
    if (!Outages.caused(fault)) {
      System.getLogger(Channel.class.getName())
          .log(System.Logger.Level.WARNING, "the channel of runtime " + runtime + " failed", fault);
    }
    socket.close(CloseCode.GONE, "Connection lost");
  }

  /** The runtime is over. */
  void end() {
    socket.close(CloseCode.GONE, "Runtime ended");
  }
}
