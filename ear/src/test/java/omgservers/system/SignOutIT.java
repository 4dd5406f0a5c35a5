package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of players whose tokens are revoked, here by another instance. */
class SignOutIT {
  private static final String PLAY =
      "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":{\"kind\":\"play\"}}}";

  private static Service service;

  @BeforeAll
  static void deploy() {
    service = TestPlatform.service();
    TestPlatform.omgctl().deployDuel("sign-out");
  }

  private static void revoke(Service.User user) {
    new Databases(TestPlatform.get())
        .change("insert into revocation values (" + user.id() + ", now())");
  }

  @Test
  void endsClientsClosesTheirSocketsAndRefusesTheirTokens() throws Exception {
    Service.User user = service.signUp();
    Service.User other = service.signUp();
    Service.Answer entered = service.enter(user);
    Connector mine = new Connector(entered.body().path("connector_config"));
    Connector others = new Connector(service.enter(other).body().path("connector_config"));
    mine.next("\"LOBBY\"");
    others.next("\"LOBBY\"");
    mine.send(PLAY);
    others.send(PLAY);
    JsonNode offer = Service.JSON.readTree(mine.next("CONNECTION_UPGRADED"));
    Connector dispatcher = new Connector(offer.path("body").path("dispatcher_config"));
    String resume = "{\"client_id\":\"%s\"}".formatted(entered.text("client_id"));
    Service.Answer resumed = service.player("resume-client", resume, user.token());
    revoke(user);
    assertThat(mine.next("CLIENT_DELETED")).contains("SIGNED_OUT");
    mine.next("CLOSED 4003");
    dispatcher.next("CLOSED 4003");
    assertThat(service.player("resume-client", resume, user.token()).status()).isEqualTo(401);
    MessageIT.assertThatRefused(resumed.body().path("connector_config"));
    Service.User again =
        new Service.User(user.id(), user.password(), service.signIn(user.id(), user.password()));
    assertThat(service.player("resume-client", resume, again.token()).text("qualifier"))
        .isEqualTo("CLIENT_NOT_FOUND");
    Connector fresh = new Connector(service.enter(again).body().path("connector_config"));
    fresh.next("\"LOBBY\"");
    fresh.close();
    others.close();
  }
}
