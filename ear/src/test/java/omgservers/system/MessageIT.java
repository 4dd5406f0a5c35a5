package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients and their messages, over HTTP and over the connector. */
class MessageIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static Service service;

  @BeforeAll
  static void deploy() {
    service = TestPlatform.service();
    TestPlatform.omgctl().deployDuel("messages");
  }

  private static Service.Answer interchange(String client, String outgoing, String token) {
    return service.player(
        "interchange-messages",
        "{\"client_id\":\"%s\",\"outgoing_messages\":[%s],\"consumed_messages\":[]}"
            .formatted(client, outgoing),
        token);
  }

  @Test
  void refusesTheClientOfAnotherUser() {
    Service.User owner = service.signUp();
    String client = service.enter(owner).text("client_id");
    Service.Answer answer = interchange(client, "", service.signUp().token());
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("qualifier")).isEqualTo("UNAUTHORIZED_REQUEST");
  }

  @Test
  void refusesMessagesThatPlayersDoNotSend() {
    Service.User owner = service.signUp();
    String client = service.enter(owner).text("client_id");
    Service.Answer body =
        interchange(client, "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":null}", owner.token());
    assertThat(body.status()).isEqualTo(400);
    assertThat(body.body().path("errors").path(0).path("field").asText())
        .isEqualTo("outgoing_messages[0].body");
    Service.Answer unknown =
        interchange(client, "{\"qualifier\":\"NOPE\",\"body\":{}}", owner.token());
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text("detail")).contains("NOPE");
    Service.Answer wrong =
        interchange(client, "{\"qualifier\":\"KICK_CLIENT\",\"body\":{}}", owner.token());
    assertThat(wrong.text("qualifier")).isEqualTo("WRONG_MESSAGE");
  }

  @Test
  void greetsFirstAndRepeatsUntilConsumed() {
    Service.User owner = service.signUp();
    String client = service.enter(owner).text("client_id");
    JsonNode first = interchange(client, "", owner.token()).body().path("incoming_messages");
    assertThat(first.path(0).path("qualifier").asText()).isEqualTo("CLIENT_GREETED");
    JsonNode again = interchange(client, "", owner.token()).body().path("incoming_messages");
    assertThat(again.path(0)).isEqualTo(first.path(0));
    JsonNode after =
        service
            .player(
                "interchange-messages",
                """
                {"client_id":"%s","outgoing_messages":[],"consumed_messages":["%s"]}
                """
                    .formatted(client, first.path(0).path("id").asText()),
                owner.token())
            .body()
            .path("incoming_messages");
    after.forEach(
        message -> assertThat(message.path("qualifier").asText()).isNotEqualTo("CLIENT_GREETED"));
  }

  @Test
  void resumesADroppedConnectionAndReplacesAnOldOne() throws InterruptedException {
    Service.User owner = service.signUp();
    Service.Answer entered = service.enter(owner);
    Connector first = new Connector(entered.body().path("connector_config"));
    first.next("RUNTIME_ASSIGNED");
    String resume = "{\"client_id\":\"%s\"}".formatted(entered.text("client_id"));
    Service.Answer resumed = service.player("resume-client", resume, owner.token());
    Connector second = new Connector(resumed.body().path("connector_config"));
    first.next("CLOSED 4001");
    second.send("{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":{\"kind\":\"hi\"}}}");
    second.send("{\"qualifier\":\"NOPE\",\"body\":{}}");
    assertThat(second.next("MESSAGE_REFUSED")).contains("qualifier");
    second.close();
  }

  /**
   * The repair of the server's WebSocket timeouts, without which it takes 200 messages a second:
   * the thread of the plain scheduler is there only when the container itself has used it.
   */
  @Test
  void keepsWebSocketTimeoutsOnAPlainScheduler() throws IOException, InterruptedException {
    Service.Answer entered = service.enter(service.signUp());
    Connector connector = new Connector(entered.body().path("connector_config"));
    connector.next("RUNTIME_ASSIGNED");
    connector.send("{}");
    connector.next("MESSAGE_REFUSED");
    Path server = TestPlatform.get().installation().data().resolve("server.pid");
    Process threads =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Files.readAllLines(server).get(0),
                "Thread.print")
            .redirectErrorStream(true)
            .start();
    String dump = new String(threads.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(dump).contains("\"http-thread-pool").contains("\"omgservers-websocket-timeouts\"");
    connector.close();
  }

  @Test
  void pushesWhatAnotherInstanceWrote() throws Exception {
    Service.Answer entered = service.enter(service.signUp());
    Connector connector = new Connector(entered.body().path("connector_config"));
    connector.next("RUNTIME_ASSIGNED");
    long client = Long.parseLong(entered.text("client_id"));
    try (Shard shard = Shard.of(client)) {
      shard.write(
          "insert into message (id, owner_id, qualifier, body) values (?, ?, 'NEWS', '{}')",
          Shard.idOfAnotherInstance(client),
          client);
    }
    assertThat(connector.next("NEWS")).contains("{}");
    connector.close();
  }

  @Test
  void deliversTheLettersThatAnotherInstanceWrote() throws Exception {
    Service.Answer entered = service.enter(service.signUp());
    Connector connector = new Connector(entered.body().path("connector_config"));
    String assigned = connector.next("RUNTIME_ASSIGNED");
    String client = entered.text("client_id");
    String lobby = Service.JSON.readTree(assigned).path("body").path("runtime_id").asText();
    try (Shard shard = Shard.of(Long.parseLong(client))) {
      shard.write(
          "insert into outbox (id, receiver, kind, body, due_at) values (?, ?, ?, ?, now())",
          UUID.randomUUID(),
          Long.parseLong(client),
          "runtime.RuntimeNews$Spoke",
          "{\"receiver\":\"%s\",\"runtime\":\"%s\",\"message\":\"from afar\"}"
              .formatted(client, lobby));
    }
    assertThat(connector.next("from afar")).contains("MESSAGE_PRODUCED");
    connector.close();
  }

  @Test
  void opensASocketOnlyWithATicketForIt() {
    Service.User owner = service.signUp();
    JsonNode config = service.enter(owner).body().path("connector_config");
    String address = config.path("connection_url").asText();
    assertThatRefused(address, "bearer-token-carrier,nothing");
    assertThatRefused(
        address,
        "bearer-token-carrier,quarkus-http-upgrade%23Authorization%23Bearer+" + owner.token());
    assertThatRefused(
        address.replace("/connector/", "/dispatcher/"),
        config.path("sec_web_socket_protocol").asText());
  }

  private static void assertThatRefused(String address, String protocol) {
    JsonNode config =
        Service.JSON
            .createObjectNode()
            .put("connection_url", address)
            .put("sec_web_socket_protocol", protocol);
    assertThatRefused(config);
  }

  static void assertThatRefused(JsonNode config) {
    assertThatThrownBy(() -> new Connector(config)).isInstanceOf(CompletionException.class);
  }

  @Test
  void deletesASilentClientAndSaysWhy() throws InterruptedException {
    Service.User owner = service.signUp();
    String client = service.enter(owner).text("client_id");
    Instant end = Instant.now().plus(PATIENCE);
    String told = "";
    while (!told.contains("CLIENT_DELETED") && Instant.now().isBefore(end)) {
      Thread.sleep(13_000);
      told = interchange(client, "", owner.token()).body().toString();
    }
    assertThat(told).contains("CLIENT_DELETED").contains("CLIENT_INACTIVITY");
  }
}
