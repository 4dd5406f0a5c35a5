package omgservers.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import omgservers.system.MatrixWorld.Account;
import omgservers.system.MatrixWorld.Estate;
import omgservers.system.RightsTable.Line;
import omgservers.system.ServedContract.Described;

/** Sends any call of the contract, with what its line in rights.md says that it needs. */
record MatrixCalls(MatrixWorld world, ServedContract contract) {
  private static final int TOO_MANY = 429;

  /** The names and values that the path and the body of the call may speak of. */
  Map<String, String> values(Line line, Account caller, Estate place, Account target) {
    Map<String, String> values = new HashMap<>(world.values(place, target));
    values.put("caller_password", caller.password());
    if (line.needs().equals("deployment")) {
      values.putAll(world.deploymentOn(place));
    }
    if (line.needs().equals("server")) {
      values.put("server", world.idleServer());
    }
    return values;
  }

  /** A body that is right; null when the call takes none. */
  String body(Described call, Line line, Map<String, String> values) {
    return line.body().isEmpty() ? contract.example(call, values) : fill(line.body(), values);
  }

  Calls.Reply send(Described call, Line line, Account caller, Map<String, String> values) {
    return send(call, line, caller, values, body(call, line, values));
  }

  /** Sends the call with this body; waits for its turn when there were too many. */
  Calls.Reply send(
      Described call, Line line, Account caller, Map<String, String> values, String body) {
    String path = fill(call.path(), values);
    String[] headers = headers(call, line, values);
    Calls.Reply reply = caller.calls().call(call.verb(), path, body, headers);
    while (reply.status() == TOO_MANY) {
      MatrixWorld.rest();
      reply = caller.calls().call(call.verb(), path, body, headers);
    }
    return reply;
  }

  private static String[] headers(Described call, Line line, Map<String, String> values) {
    return switch (line.needs()) {
      case "basic" -> new String[] {"Authorization", basic(values)};
      case "form" -> new String[] {"Content-Type", "application/x-www-form-urlencoded"};
      case "secret" -> new String[] {"X-Registry-Secret", TestPlatform.REGISTRY_SECRET};
      default -> call.takes("If-Match") ? new String[] {"If-Match", "*"} : new String[0];
    };
  }

  private static String basic(Map<String, String> values) {
    String pair = values.get("account") + ":" + values.get("account_password");
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static String fill(String template, Map<String, String> values) {
    String filled = template;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{" + value.getKey() + "}", value.getValue());
    }
    return filled;
  }
}
