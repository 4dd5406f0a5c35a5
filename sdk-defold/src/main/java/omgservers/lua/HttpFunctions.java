package omgservers.lua;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import party.iroiro.luajava.Lua;

/** <code>http.request(url, method, callback, headers, body)</code>; no answer is status 0. */
final class HttpFunctions {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final int CALLBACK = 3;

  private final EventLoop loop;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private int last;

  HttpFunctions(EventLoop loop) {
    this.loop = loop;
  }

  int request(Lua lua) {
    Callback callback = new Callback(lua, CALLBACK);
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(lua.toString(1))).timeout(ANSWER_MAX);
    String body = lua.getTop() >= 5 && !lua.isNil(5) ? lua.toString(5) : "";
    builder.method(lua.toString(2), BodyPublishers.ofString(body));
    if (lua.getTop() >= 4 && !lua.isNil(4)) {
      lua.toMap(4).forEach((name, value) -> builder.header(name.toString(), value.toString()));
    }
    int id = ++last;
    loop.opened();
    var unused =
        http.sendAsync(builder.build(), BodyHandlers.ofString())
            .handle((response, failure) -> response)
            .thenAccept(response -> loop.arrive(() -> answer(callback, id, response)));
    return 0;
  }

  private void answer(Callback callback, int id, HttpResponse<String> response) {
    loop.closed();
    Map<String, Object> table = new HashMap<>();
    table.put("status", response == null ? 0 : response.statusCode());
    table.put("response", response == null ? "" : response.body());
    Map<String, Object> headers = new HashMap<>();
    if (response != null) {
      response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    }
    table.put("headers", headers);
    callback.call((double) id, table);
    callback.drop();
  }
}
