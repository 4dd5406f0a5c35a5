package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each command sends the request that the API has for it. */
class RequestsTest {
  private final ScriptedServer server = new ScriptedServer();

  @TempDir private Path home;

  @AfterEach
  void end() {
    server.close();
  }

  private ScriptedServer.Request sent(String command, String input) {
    Tool tool =
        new Tool(home).loggedIn(server.url(), Role.values()).reading(input == null ? "" : input);
    assertThat(tool.run(command)).as(tool.err()).isZero();
    return server.only();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          me                                         | /me
          key list                                   | /me/keys
          key list --account al                      | /accounts/al/keys
          account list --role admin --state active   | /accounts?role=ADMIN&state=ACTIVE
          account list --alias al --sort created     | /accounts?alias=al&sort=created
          account show al                            | /accounts/al
          permission list T                          | /tenants/T/permissions
          permission list T P                        | /tenants/T/projects/P/permissions
          permission list T P S                      | /tenants/T/projects/P/stages/S/permissions
          permission list --account al               | /accounts/al/permissions
          alias list T P                             | /tenants/T/projects/P
          tenant list --limit 7                      | /tenants?limit=7
          tenant show T                              | /tenants/T
          tenant show a/b                            | /tenants/a%2Fb
          project list T                             | /tenants/T/projects
          project show T P                           | /tenants/T/projects/P
          stage list T P                             | /tenants/T/projects/P/stages
          stage show T P S                           | /tenants/T/projects/P/stages/S
          version list T P                           | /tenants/T/projects/P/versions
          version show T P 7                         | /tenants/T/projects/P/versions/7
          image list T P 7                           | /tenants/T/projects/P/versions/7
          deployment list T P S --state draining     | S/deployments?state=DRAINING
          deployment show T P S 7                    | S/deployments/7
          lobby list T P S 7                         | S/deployments/7/lobbies
          match list T P S 7 --mode duel             | S/deployments/7/matches?mode=duel
          match show T P S 7 8                       | S/deployments/7/matches/8
          queue list T P S 7                         | S/deployments/7/queues
          ticket list T P S 7 duel                   | S/deployments/7/queues/duel/tickets
          runtime list T P S --qualifier lobby       | S/runtimes?qualifier=LOBBY
          runtime show T P S 9                       | S/runtimes/9
          client list T P S --user 3 --deployment 7  | S/clients?deployment=7&user=3
          client show T P S 4                        | S/clients/4
          player list T P S --user 3                 | S/players?user=3
          player show T P S 3                        | S/players/3
          player profile get T P S 3                 | S/players/3
          player export T P S 3                      | S/players/3/export
          pool list                                  | /pool/servers
          pool show one                              | /pool/servers/one
          container list --server one                | /pool/containers?server=one
          registry show                              | /registry
          registry check                             | /registry/check
          push list T P --state refused              | /tenants/T/projects/P/images?state=REFUSED
          push show T P sha256:a                     | /tenants/T/projects/P/images/sha256%3Aa
          quota show T                               | /tenants/T/image-quota
          follow show T P S                          | S/following
          shard list                                 | /shards
          slot list --shard 1                        | /slots?shard=1
          instance list                              | /instances
          audit list --actor 5 --operation o         | /audit?actor=5&operation=o
          audit list T --from 2026-01-01T00:00:00Z   | /tenants/T/audit?from=2026-01-01T00%3A00%3A00Z
          openapi                                    | /openapi
          """)
  void reads(String command, String path) {
    assertThat(sent(command, "").line()).isEqualTo("GET " + full(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          account create --alias al                | POST /accounts | {"alias":"al","role":"DEVELOPER"}
          account logout al --yes                  | DELETE /accounts/al/tokens |
          account password al                      | PUT /accounts/al/password | {}
          account delete al --yes                  | DELETE /accounts/al |
          registry check --now                     | POST /registry/check |
          push delete T P sha256:a --yes           | DELETE /tenants/T/projects/P/images/sha256%3Aa |
          quota set T 100                          | PUT /tenants/T/image-quota | {"quota_mib":100}
          quota set T default                      | PUT /tenants/T/image-quota | {"quota_mib":null}
          follow set T P S latest                  | PUT S/following | {"tag":"latest"}
          follow stop T P S --yes                  | DELETE S/following |
          alias create n T                         | PUT /tenants/T/aliases/n |
          alias create n T P S                     | PUT S/aliases/n |
          alias create n --account 5               | PUT /accounts/5/aliases/n |
          alias delete n T P --yes                 | DELETE /tenants/T/projects/P/aliases/n |
          permission set al T --right TENANT_VIEWER | PUT /tenants/T/permissions/al | {"rights":["TENANT_VIEWER"]}
          permission set al T P S --right stage_viewer,DEPLOYMENT_MANAGER | PUT S/permissions/al | {"rights":["STAGE_VIEWER","DEPLOYMENT_MANAGER"]}
          permission delete al T P --yes           | PUT /tenants/T/projects/P/permissions/al | {"rights":[]}
          key create ci --scope read --scope VERSIONS --tenant T | POST /me/keys | {"tenant":"T","name":"ci","scopes":["READ","VERSIONS"]}
          key delete 6 --yes                       | DELETE /me/keys/6 |
          key delete 6 --account al --yes          | DELETE /accounts/al/keys/6 |
          token revoke --yes                       | DELETE /tokens |
          tenant delete T --yes                    | DELETE /tenants/T |
          project delete T P --yes                 | DELETE /tenants/T/projects/P |
          stage delete T P S --yes                 | DELETE S |
          tenant create acme                       | POST /tenants | {"alias":"acme"}
          project create T arena                   | POST /tenants/T/projects | {"alias":"arena","stage_alias":"default"}
          stage create T P beta                    | POST /tenants/T/projects/P/stages | {"alias":"beta"}
          developer create al                      | POST /accounts | {"alias":"al","role":"DEVELOPER"}
          developer permit al T P S                | PUT S/permissions/al | {"rights":["DEPLOYMENT_MANAGER","STAGE_VIEWER"]}
          version create T P --config - --image a/b:1 --image lobby=a/b:2 | POST /tenants/T/projects/P/versions | {"config":{"x":1.50},"images":[{"qualifier":"UNIVERSAL","image":"a/b:1"},{"qualifier":"LOBBY","image":"a/b:2"}]}
          version delete T P 7 --yes               | DELETE /tenants/T/projects/P/versions/7 |
          image create T P 7 a/b:1 --qualifier match | POST /tenants/T/projects/P/versions/7/images | {"qualifier":"MATCH","image":"a/b:1"}
          image delete T P 7 LOBBY --yes           | DELETE /tenants/T/projects/P/versions/7/images/LOBBY |
          deployment create T P S 7                | POST S/deployments | {"version_id":"7"}
          deployment create T P S 7 --config -     | POST S/deployments | {"version_id":"7","config":{"x":1.50}}
          deployment delete T P S 7 --yes          | DELETE S/deployments/7 |
          deployment delete T P S 7 --yes --now    | DELETE S/deployments/7?now=true |
          lobby delete T P S 7 8 --yes             | DELETE S/deployments/7/lobbies/8 |
          match delete T P S 7 8 --yes             | DELETE S/deployments/7/matches/8 |
          ticket delete T P S 7 duel 9 --yes       | DELETE S/deployments/7/queues/duel/tickets/9 |
          runtime delete T P S 9 --yes             | DELETE S/runtimes/9 |
          client delete T P S 4 --yes              | DELETE S/clients/4 |
          player profile set T P S 3 --file - --version 2 | PUT S/players/3/profile | {"x":1.50}
          player erase T P S 3 --yes               | DELETE S/players/3 |
          player logout T P S 3 --yes              | DELETE S/players/3/tokens |
          pool create one --driver process --slots 8 | POST /pool/servers | {"slots":8,"name":"one","driver":"process"}
          pool create eu --driver docker --slots 9 --cpu-millis 4000 --memory-mib 800 --address https://eu:2376 --credentials eu --registry r.example.com --network games --oci-runtime runsc --allow-root false | POST /pool/servers | {"address":"https://eu:2376","credentials":"eu","registry":"r.example.com","network":"games","oci_runtime":"runsc","slots":9,"cpu_millis":4000,"memory_mib":800,"allow_root":false,"name":"eu","driver":"docker"}
          pool delete one --yes                    | DELETE /pool/servers/one |
          """)
  void writes(String command, String request, String body) {
    ScriptedServer.Request sent = sent(command, "{\"x\":1.50}");
    String[] parts = request.split(" ", 2);
    assertThat(sent.line()).isEqualTo(parts[0] + " " + full(parts[1]));
    assertThat(sent.body()).isEqualTo(body == null ? "" : body);
    assertThat(sent.headers().get("Idempotency-key")).matches("[A-Za-z0-9._-]{1,64}");
  }

  /** S stands for the stage of the examples. */
  private static String full(String path) {
    return "/api/v1"
        + (path.startsWith("S") ? "/tenants/T/projects/P/stages/S" + path.substring(1) : path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          account disable al        | /accounts/al       | {"state":"DISABLED"}
          account enable al         | /accounts/al       | {"state":"ACTIVE"}
          pool set one --slots 9    | /pool/servers/one  | {"slots":9}
          pool set one --draining true | /pool/servers/one | {"draining":true}
          pool set one --memory-mib 512 --registry r:5000 | /pool/servers/one | {"registry":"r:5000","memory_mib":512}
          """)
  void changesTheVersionThatWasReadJustBefore(String command, String path, String body) {
    server.on(
        "GET /api/v1" + path,
        ScriptedServer.Reply.of(200, "{\"id\":\"1\"}").with("ETag", "\"12\""));
    Tool tool = new Tool(home).loggedIn(server.url(), Role.values());
    assertThat(tool.run(command)).as(tool.err()).isZero();
    assertThat(server.lines()).containsExactly("GET /api/v1" + path, "PATCH /api/v1" + path);
    assertThat(server.requests().get(1).body()).isEqualTo(body);
    assertThat(server.requests().get(1).headers()).containsEntry("If-match", "\"12\"");
  }
}
