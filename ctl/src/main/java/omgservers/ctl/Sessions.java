package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import omgservers.ctl.Api.Answer;
import omgservers.ctl.Api.Ask;

/**
 * Opens logins: those that are kept, renewed in silence when half of their life is over, or one
 * with the API key of a pipeline.
 */
record Sessions(Workplace workplace, Output output) {
  static final String API_KEY = "OMGCTL_API_KEY";
  static final String API_SERVER = "OMGCTL_SERVER";
  static final String API_USER = "OMGCTL_USER";
  static final String API_PROFILE = "OMGCTL_PROFILE";

  private static final URI SERVER_DEFAULT = URI.create("http://127.0.0.1:8080");

  /** The profile that is meant: the named one, the environment's, the current one. */
  static String profile(Workplace workplace, String named) {
    String name = named != null ? named : workplace.variable(API_PROFILE);
    return name != null ? name : workplace.profiles().current();
  }

  /** The server that is meant: the named one, the environment's, the profile's, the usual one. */
  static URI server(Workplace workplace, String named, String profile) {
    String given = named != null ? named : workplace.variable(API_SERVER);
    if (given == null) {
      return workplace.profiles().server(profile).map(URI::create).orElse(SERVER_DEFAULT);
    }
    try {
      URI server = URI.create(given);
      if (server.getScheme() != null && server.getHost() != null) {
        return server;
      }
    } catch (IllegalArgumentException e) {
      throw noServer(e);
    }
    throw noServer(null);
  }

  private static Trouble noServer(Exception cause) {
    return new Trouble(
        Trouble.USAGE, "--server: an address like http://127.0.0.1:8080 is needed.", cause);
  }

  /** Opens the first of these roles' logins that is kept and has not ended. */
  Session open(String profile, List<Role> roles) {
    String key = workplace.variable(API_KEY);
    if (key != null) {
      return withKey(profile, key);
    }
    Profiles profiles = workplace.profiles();
    List<Profiles.Login> kept =
        roles.stream()
            .map(role -> profiles.login(profile, role))
            .flatMap(Optional::stream)
            .toList();
    String remedy = "omgctl login --role " + roles.get(0).key();
    if (kept.isEmpty()) {
      throw new Trouble(Trouble.LOGIN, "Log in first: " + remedy);
    }
    Instant now = Instant.now();
    Profiles.Login login =
        kept.stream()
            .filter(each -> Life.of(each.token()).expires().isAfter(now))
            .findFirst()
            .orElseThrow(
                () -> new Trouble(Trouble.LOGIN, "The login has ended; log in again: " + remedy));
    Api api = new Api(URI.create(login.server()), output::notice);
    return new Session(api, login, each -> renewed(api, profile, each), output);
  }

  /**
   * The login with a token whose life is not half over.
   *
   * @param profile where it is kept, or null
   */
  private Profiles.Login renewed(Api api, String profile, Profiles.Login login) {
    if (Instant.now().isBefore(Life.of(login.token()).half())) {
      return login;
    }
    ObjectNode nothing = Api.JSON.createObjectNode();
    Answer answer = api.send(Ask.post("/api/v1/tokens/renewals", nothing, login.token()));
    if (!answer.good()) {
      throw Refusals.of(answer, login.user());
    }
    Profiles.Login fresh =
        new Profiles.Login(
            login.role(), login.server(), login.user(), answer.body().path("token").asText());
    if (profile != null) {
      workplace.profiles().keep(profile, fresh);
    }
    return fresh;
  }

  private Session withKey(String profile, String key) {
    String user = workplace.variable(API_USER);
    if (user == null) {
      throw new Trouble(Trouble.USAGE, API_KEY + " needs " + API_USER + ": whose key it is.");
    }
    Api api = new Api(server(workplace, null, profile), output::notice);
    return new Session(api, signIn(api, user, key), each -> renewed(api, null, each), output);
  }

  /** Signs in with a password or an API key. */
  static Profiles.Login signIn(Api api, String user, String password) {
    ObjectNode body = Api.JSON.createObjectNode().put("user", user).put("password", password);
    Answer answer = api.send(Ask.post("/api/v1/tokens", body, null));
    if (!answer.good()) {
      throw Refusals.of(answer, null);
    }
    return new Profiles.Login(
        Role.of(answer.body().path("role").asText()),
        api.server().toString(),
        user,
        answer.body().path("token").asText());
  }

  /** The life of a token, as the token itself tells it. */
  record Life(Instant issued, Instant expires) {
    static Life of(String token) {
      try {
        JsonNode claims =
            Api.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
        return new Life(
            Instant.ofEpochSecond(claims.path("iat").asLong()),
            Instant.ofEpochSecond(claims.path("exp").asLong()));
      } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new Trouble(Trouble.LOGIN, "The kept login is damaged; log in again.", e);
      }
    }

    Instant half() {
      return issued.plusSeconds((expires.getEpochSecond() - issued.getEpochSecond()) / 2);
    }
  }
}
