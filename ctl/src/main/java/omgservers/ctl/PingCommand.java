package omgservers.ctl;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks whether a server answers. */
@Command(name = "ping", description = "Asks whether the server answers.")
final class PingCommand extends Omgctl.Part implements Runnable {
  @Option(
      names = "--server",
      required = true,
      defaultValue = "http://127.0.0.1:8080",
      description = "the server's address (default: ${DEFAULT-VALUE})")
  private URI server;

  @Override
  public void run() {
    Instant begin = Instant.now();
    var answer =
        new Api(server)
            .call(
                "player", "ping-service", Api.JSON.createObjectNode().put("message", "ping"), null);
    omgctl().print(answer.put("millis", Duration.between(begin, Instant.now()).toMillis()));
  }
}
