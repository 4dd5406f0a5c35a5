package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runtimes: the lobbies and matches of a stage. */
@Command(name = "runtime", description = "Lobbies and matches (developer).")
final class RuntimeCommand extends Omgctl.Part {
  private static final String LINE = "%-20s %-6s %-9s %-8s %7s  %s%n";

  @Command(name = "list", description = "What runs on a stage, and what ended in the last hour.")
  void list(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "PROJECT") String project,
      @Parameters(paramLabel = "STAGE") String stage) {
    ObjectNode result =
        omgctl()
            .logins()
            .require("developer")
            .get(
                "/api/v1/tenants/%s/projects/%s/stages/%s/runtimes"
                    .formatted(encode(tenant), encode(project), encode(stage)));
    if (omgctl().json()) {
      omgctl().print(result);
      return;
    }
    var out = omgctl().out();
    out.printf(LINE, "ID", "TYPE", "STATE", "MODE", "CLIENTS", "REASON");
    for (JsonNode item : result.path("items")) {
      out.printf(
          LINE,
          item.path("id").asText(),
          item.path("qualifier").asText(),
          item.path("state").asText(),
          text(item, "mode"),
          item.path("clients").asText(),
          text(item, "reason"));
    }
    out.flush();
  }

  private static String text(JsonNode item, String name) {
    return item.path(name).isTextual() ? item.path(name).asText() : "-";
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
