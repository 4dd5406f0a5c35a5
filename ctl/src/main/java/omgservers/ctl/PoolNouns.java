package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Commands about the servers that game servers run on. */
final class PoolNouns {
  private static final String SERVERS = "/pool/servers";
  private static final String SERVER = SERVERS + "/{server}";
  private static final String SLOTS = "--slots";
  private static final List<String> NUMBERS =
      List.of(SLOTS, "--cpu-millis", "--memory-mib", "--build-slots");
  private static final List<String> TEXTS =
      List.of("--address", "--credentials", "--registry", "--network", "--oci-runtime");
  private static final String ALLOW_ROOT = "--allow-root";
  private static final String DRAINING = "--draining";
  private static final List<String> SWITCHES = List.of(ALLOW_ROOT, DRAINING);

  private PoolNouns() {}

  static List<Verb> pool() {
    return List.of(
        Verbs.list(
                SERVERS,
                View.of(
                    "name",
                    "driver",
                    "health",
                    "slots",
                    "used",
                    "build_slots",
                    "cpu_millis",
                    "memory_mib",
                    "draining",
                    "address"),
                "Servers that game servers run on.")
            .as(Role.ADMIN_FIRST),
        Verb.named("show", "Shows a server of the pool.")
            .at(SERVER)
            .as(Role.ADMIN_FIRST)
            .does(call -> call.output().one(call.session().read(call.path()), "name")),
        described(
                Verb.named("create", "Adds a server to the pool.")
                    .at(SERVERS)
                    .takes("name", "name of the server")
                    .option(Options.text("--driver", "DRIVER", "docker or process").required(true)),
                slots().required(true))
            .does(PoolNouns::create),
        described(
                Verb.named("set", "Changes a server, or whether it takes anything new.").at(SERVER),
                slots())
            .option(onOff(DRAINING, "true: nothing new is put on it"))
            .does(PoolNouns::change),
        LogNouns.advice(),
        Verbs.delete(SERVER, "Takes a server, on which nothing runs, out of the pool.")
            .as(Role.ADMIN_FIRST));
  }

  private static OptionSpec.Builder slots() {
    return Options.number(SLOTS, "N", "so many game servers at once");
  }

  private static OptionSpec.Builder onOff(String name, String description) {
    return Options.choice(name, description, List.of("true", "false"));
  }

  private static Verb described(Verb verb, OptionSpec.Builder slots) {
    return verb.option(slots)
        .option(
            Options.number(
                "--cpu-millis", "N", "thousandths of a CPU to give away; 0: not counted"))
        .option(Options.number("--memory-mib", "N", "MiB to give away; 0: not counted"))
        .option(Options.number("--build-slots", "N", "so many builds at once; 0: none"))
        .option(
            Options.text(
                "--address", "URI", "the engine: unix:///path, tcp://host:port, https://host:port"))
        .option(
            Options.text(
                "--credentials", "NAME", "folder with its keys, below omgservers.pool.secrets"))
        .option(Options.text("--registry", "HOST", "where it pulls images from"))
        .option(Options.text("--network", "NAME", "network of the containers"))
        .option(Options.text("--oci-runtime", "NAME", "runtime of the containers, as runsc"))
        .option(onOff(ALLOW_ROOT, "true: images that insist on root may run"))
        .option(Options.dryRun())
        .as(Role.ADMIN_FIRST);
  }

  private static void create(Call call) {
    ObjectNode body = body(call);
    body.put("name", call.text("name")).put("driver", call.text("--driver"));
    call.output().one(call.session().post(call.path(), body), "name");
  }

  private static void change(Call call) {
    ObjectNode body = body(call);
    if (body.isEmpty()) {
      throw new Trouble(Trouble.USAGE, SLOTS + ", " + DRAINING + " or another option is needed.");
    }
    Verbs.change(call, call.path(), body);
  }

  private static ObjectNode body(Call call) {
    ObjectNode body = call.body(TEXTS.toArray(String[]::new));
    for (String name : NUMBERS) {
      Integer number = call.number(name);
      if (number != null) {
        body.put(field(name), number);
      }
    }
    for (String name : SWITCHES) {
      String value = call.text(name);
      if (value != null) {
        body.put(field(name), Boolean.parseBoolean(value));
      }
    }
    return body;
  }

  private static String field(String option) {
    return option.substring(2).replace('-', '_');
  }

  static List<Verb> container() {
    return List.of(
        Verbs.list(
                "/pool/containers",
                View.of("runtime_id", "server", "created"),
                "What runs on the servers of the pool.")
            .filter(Options.text("--server", "NAME", "only on this server"))
            .as(Role.ADMIN_FIRST));
  }
}
