package omgservers.launcher;

import java.util.ArrayList;
import java.util.List;

/** The administration commands that fit the server to the application, before it is deployed. */
final class PrebootCommands {
  private static final String CONFIG = "configs.config.server-config.";

  private static final String LISTENER =
      CONFIG + "network-config.network-listeners.network-listener.http-listener.";

  /** The command that lets clients in, given when the application has started. */
  static final List<String> OPEN = List.of("set " + LISTENER + "enabled=true");

  private PrebootCommands() {}

  /** The commands for the databases that lie in these clusters. */
  static List<String> of(List<Database> clusters) {
    List<String> commands = new ArrayList<>();
    // The smallest timer interval is a second otherwise, too slow for work that is due now.
    commands.add(
        "set " + CONFIG + "ejb-container.ejb-timer-service.minimum-delivery-interval-in-millis=1");
    // The server would look every second whether somebody changed the application under it.
    commands.add("set " + CONFIG + "admin-service.das-config.dynamic-reload-enabled=false");
    commands.add("set " + CONFIG + "admin-service.das-config.autodeploy-enabled=false");
    commands.add("set " + LISTENER + "address=127.0.0.1");
    // Who comes before the application is there must find nobody, not a page that denies it.
    commands.add("set " + LISTENER + "enabled=false");
    // The server's own figures would be open to all players; ours ask who is there.
    commands.add("set " + CONFIG + "microprofile-metrics-configuration.enabled=false");
    // Both warn of what is normal: plain threads in transactions, and old certificates of others.
    commands.add("set-log-levels javax.enterprise.resource.jta=SEVERE");
    commands.add("set-log-levels javax.enterprise.system.security.ssl=SEVERE");
    // A database that cannot be reached is told once by the application, not by hundreds of lines
    // for each look at it.
    commands.add("set-log-levels javax.enterprise.resource.resourceadapter=OFF");
    // Answers that come later end on other threads than they began: five warnings for each.
    for (String part : List.of("Servlet", "Context", "Conversation")) {
      commands.add("set-log-levels org.jboss.weld." + part + "=SEVERE");
    }
    for (Database cluster : clusters) {
      for (String database : cluster.names()) {
        String name = database.substring(Database.PREFIX.length()).replace("_", "");
        commands.addAll(pool(name, cluster.port(), database));
      }
    }
    return commands;
  }

  /** Not XA on purpose: a transaction that touches two databases must fail, not succeed by luck. */
  private static List<String> pool(String name, int port, String database) {
    return List.of(
        "create-jdbc-connection-pool --datasourceclassname org.postgresql.ds.PGSimpleDataSource"
            + " --restype javax.sql.DataSource --steadypoolsize 1 --maxpoolsize "
            + Database.POOL_MAX
            + " --maxwait "
            + Database.WAIT_MILLIS
            + " --isconnectvalidatereq=true --validationmethod custom-validation"
            + " --validationclassname org.glassfish.api.jdbc.validation.PostgresConnectionValidation"
            + " --validateatmostonceperiod 1 --failconnection=true"
            + " --property serverName=127.0.0.1:portNumber="
            + port
            + ":databaseName="
            + database
            + ":socketTimeout="
            + Database.ANSWER_SECONDS
            + ":user=postgres:password=${ENV=OMGSERVERS_DATABASE_PASSWORD} omgservers-"
            + name,
        "create-jdbc-resource --connectionpoolid omgservers-" + name + " jdbc/omgservers/" + name);
  }
}
