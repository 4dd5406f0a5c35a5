package omgservers.lua;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import party.iroiro.luajava.Lua;

/** <code>http.request(url, method, callback, headers, body)</code>; no answer is status 0. */
final class HttpFunctions {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final int CALLBACK = 3;
  private static final int HEADERS = 4;
  private static final int BODY = 5;

  private final EventLoop loop;
  private final Values values;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private int last;

  HttpFunctions(EventLoop loop, Values values) {
    this.loop = loop;
    this.values = values;
  }

  int request(Lua lua) {
    Callback callback = new Callback(lua, values, CALLBACK);
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(Values.text(lua, 1))).timeout(ANSWER_MAX);
    builder.method(Values.text(lua, 2), BodyPublishers.ofString(Values.text(lua, BODY, "")));
    if (lua.getTop() >= HEADERS && Values.read(lua, HEADERS) instanceof Map<?, ?> headers) {
      headers.forEach((name, value) -> builder.header(name.toString(), value.toString()));
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
      response
          .headers()
          .map()
          .forEach((name, all) -> headers.put(name.toLowerCase(Locale.ROOT), all.get(0)));
    }
    table.put("headers", headers);
    callback.call((double) id, table);
    callback.drop();
  }
}
