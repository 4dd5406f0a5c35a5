package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.player.model.Client;
import omgservers.player.model.Players;
import omgservers.runtime.RuntimeMail;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.shared.mailbox.Mailboxes.Message;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.SocketAddress;
import omgservers.shared.security.Tokens;

/** The exchange with a client: what it says in, what waits for it out. */
@ApplicationScoped
@Transactional
public class PlayerInterchange {
  private final Players players;
  private final Mailboxes mailboxes;
  private final Outbox outbox;
  private final ClientStaff staff;

  private final Tokens tokens;
  private final Settings settings;

  /** Exchange with the clients of these players. */
  @Inject
  public PlayerInterchange(
      Players players,
      Mailboxes mailboxes,
      Outbox outbox,
      ClientStaff staff,
      Tokens tokens,
      Settings settings) {
    this.players = players;
    this.mailboxes = mailboxes;
    this.outbox = outbox;
    this.staff = staff;
    this.tokens = tokens;
    this.settings = settings;
  }

  protected PlayerInterchange() {
    this(null, null, null, null, null, null);
  }

  /** What a client says in one call, and the number of the call; null is no number. */
  public record Said(Long number, List<JsonValue> messages) {}

  /**
   * Passes on what the user's client says, unless it came under this number before, forgets what it
   * consumed, returns what waits.
   */
  public List<Message> exchange(long user, long id, Said said, List<Long> consumed) {
    Client client = staff.own(user, id);
    if (!client.isDeleted()) {
      staff.hear(client);
      say(client, said);
    }
    mailboxes.acknowledge(id, consumed);
    return waiting(client);
  }

  /**
   * Passes on what a connected client says, unless it came under this number before; null is no
   * number. False when the client is in no runtime at the moment.
   */
  public boolean say(long id, Long number, JsonValue message) {
    Optional<Long> runtime = players.client(id).flatMap(Client::runtimeId);
    runtime
        .filter(to -> number == null || mailboxes.take(id, number))
        .ifPresent(to -> outbox.send(new RuntimeMail.ClientSpoke(to, id, message)));
    return runtime.isPresent();
  }

  /** A connected client has these, and is told the last number that was taken from it. */
  public long resume(long id, List<Long> consumed) {
    mailboxes.acknowledge(id, consumed);
    return mailboxes.taken(id);
  }

  /** A fresh token for the API, for a player whose connector is open. */
  public String freshToken(long user) {
    String text = Long.toString(user);
    return tokens.forService(text, "player", Map.of(Tokens.USER, text));
  }

  private void say(Client client, Said said) {
    boolean again = said.number != null && !mailboxes.take(client.id(), said.number);
    if (again || said.messages.isEmpty()) {
      return;
    }
    long runtime =
        client
            .runtimeId()
            .orElseThrow(
                () ->
                    Refusal.conflict(
                        Qualifier.RUNTIME_NOT_FOUND,
                        "The client is in no lobby or match at the moment."));
    said.messages.forEach(
        message -> outbox.send(new RuntimeMail.ClientSpoke(runtime, client.id(), message)));
  }

  /** What waits for a connected client; nothing when the client is gone for good. */
  public List<Message> waiting(long id) {
    return players.client(id).map(this::waiting).orElse(List.of());
  }

  /** The client has these. */
  public void acknowledge(long id, List<Long> ids) {
    mailboxes.acknowledge(id, ids);
  }

  /** Whether the client exists and has not ended. */
  public boolean isAlive(long id) {
    return players.client(id).filter(client -> !client.isDeleted()).isPresent();
  }

  private List<Message> waiting(Client client) {
    return mailboxes.waiting(client.id()).stream()
        .flatMap(message -> render(client, message).stream())
        .toList();
  }

  /** An offer gets its token when it is sent; an offer of a runtime that was left is dropped. */
  private Optional<Message> render(Client client, Message message) {
    if (!message.qualifier().equals("CONNECTION_UPGRADED")) {
      return Optional.of(message);
    }
    var kept = Json.read(message.body(), PlayerMessages.ConnectionUpgraded.class);
    if (!client.isIn(kept.runtimeId())) {
      mailboxes.acknowledge(client.id(), List.of(message.id()));
      return Optional.empty();
    }
    String text = Long.toString(client.id());
    Map<String, String> claims =
        Map.of(
            "client_id",
            text,
            "runtime_id",
            Long.toString(kept.runtimeId()),
            Tokens.USER,
            Long.toString(client.userId()));
    String token = tokens.forSocket(Tokens.DISPATCHER, new Tokens.Socket(text, "player", claims));
    // An offer of a server of the version before names no address.
    URI base = kept.url() == null ? settings.publicUrl() : URI.create(kept.url());
    String body =
        Json.write(
            new PlayerMessages.DispatcherOffer(
                kept.protocol(), SocketAddress.of(base, Tokens.DISPATCHER, token)));
    return Optional.of(new Message(message.id(), message.owner(), message.qualifier(), body));
  }
}
