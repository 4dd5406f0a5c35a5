package omgservers.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Payara Server with a domain of its own. */
final class PayaraServer extends AppServer {
  private static final Path HOME = Path.of("target/servers/payara6").toAbsolutePath();
  private static final String DOMAIN = "omgservers";
  private static final int HTTP = 80;
  private static final int ADMIN = 48;

  private final int base;
  private final Path domains;

  private PayaraServer(int base) {
    super("payara", base + HTTP);
    this.base = base;
    domains = data().resolve("domains");
  }

  static PayaraServer prepare() {
    return new PayaraServer(Ports.base(100));
  }

  private String asadmin(String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", HOME.resolve("bin/asadmin").toString()));
    command.add("--interactive=false");
    command.add("--port=" + (base + ADMIN));
    command.addAll(List.of(arguments));
    return run(data(), command);
  }

  private Path domain() {
    return domains.resolve(DOMAIN);
  }

  @Override
  void deploy() {
    asadmin(
        "create-domain", "--nopassword", "--domaindir=" + domains, "--portbase=" + base, DOMAIN);
    try {
      for (String part : List.of("postgresql.jar", "omgservers-payara.jar")) {
        Files.copy(PARTS.resolve(part), domain().resolve("lib").resolve(part));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    start();
    configure("payara.asadmin");
    asadmin("restart-domain", "--domaindir=" + domains, DOMAIN);
    asadmin("deploy", "--name=" + DOMAIN, "--contextroot=/", EAR.toString());
    awaitReady();
  }

  private void configure(String script) {
    String told = asadmin("multimode", "--file=" + SCRIPTS.resolve(script));
    if (told.contains("failed")) {
      throw new AssertionError(told);
    }
  }

  private void start() {
    asadmin("start-domain", "--domaindir=" + domains, DOMAIN);
  }

  @Override
  void restartWithJsonLog() {
    configure("payara-json-log.asadmin");
    asadmin("stop-domain", "--domaindir=" + domains, DOMAIN);
    start();
    awaitReady();
  }

  @Override
  URI health() {
    return url();
  }

  @Override
  Path log() {
    return domain().resolve("logs/server.log");
  }

  @Override
  void end() {
    Path pid = domain().resolve("config/pid");
    if (Files.exists(pid)) {
      asadmin("stop-domain", "--domaindir=" + domains, DOMAIN);
    }
  }
}
