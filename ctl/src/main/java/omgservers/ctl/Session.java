package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import omgservers.ctl.Api.Answer;
import omgservers.ctl.Api.Ask;

/** Somebody's open login: what is asked in it is asked in their name. */
final class Session {
  private final Api api;
  private final UnaryOperator<Profiles.Login> renewal;
  private final Output output;
  private final String invocation = UUID.randomUUID().toString();
  private Profiles.Login login;
  private int writes;

  /**
   * @param renewal renews a login whose token has little life left
   */
  Session(Api api, Profiles.Login login, UnaryOperator<Profiles.Login> renewal, Output output) {
    this.api = api;
    this.login = login;
    this.renewal = renewal;
    this.output = output;
  }

  Role role() {
    return login.role();
  }

  String user() {
    return login.user();
  }

  /** Whoever waits long asks often: the token is looked after before each request. */
  private String token() {
    login = renewal.apply(login);
    return login.token();
  }

  String server() {
    return api.server().toString();
  }

  private String asker() {
    return user() + " (" + role().key() + ")";
  }

  /** Something to read, with its version where it has one. */
  Answer get(String path) {
    return good(api.send(Ask.get(path, token())));
  }

  /**
   * Something that is read line by line as it comes; taken up behind the event, if there is one.
   */
  void stream(String path, String lastEvent, Consumer<String> line) throws IOException {
    good(api.stream(path, token(), lastEvent, line));
  }

  /** Something to read; an object. */
  ObjectNode read(String path) {
    return object(get(path).body());
  }

  /** Something to read that may be gone: then the answer says 404. */
  Answer look(String path) {
    Answer answer = api.send(Ask.get(path, token()));
    return Refusals.exitCode(answer.status()) == Trouble.NOT_FOUND ? answer : good(answer);
  }

  ObjectNode post(String path, JsonNode body) {
    return object(write("POST", path, body, null).body());
  }

  /**
   * Changes something; a dry run only shows the request, and its answer has made-up ids.
   *
   * @param ifMatch the version that is to be changed, or null
   */
  Answer write(String method, String path, JsonNode body, String ifMatch) {
    if (output.dry()) {
      return output.instead(method, path, body);
    }
    writes++;
    return good(api.send(new Ask(method, path, body, token(), ifMatch, invocation + "-" + writes)));
  }

  /** Sends a file, which is never held as a whole; the receiver is told how much was sent. */
  ObjectNode upload(String path, Path file, LongConsumer sent) {
    return object(good(api.upload(path, file, token(), sent)).body());
  }

  private Answer good(Answer answer) {
    if (!answer.good()) {
      throw Refusals.of(answer, asker());
    }
    return answer;
  }

  private ObjectNode object(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw new Trouble(Trouble.UNREACHABLE, server() + " answers, but not as OMGSERVERS does.");
  }
}
