package omgservers.shared.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations let instances of the release before work on; decision 0045. */
class MigrationsTest {
  /** What was there when the rule was made; the numbers after these keep to it. */
  private static final Map<String, Integer> BASELINE = Map.of("directory", 23, "shard", 26);

  /** In the order of their numbers. */
  private static Map<Integer, String> migrations(String kind)
      throws IOException, URISyntaxException {
    Map<Integer, String> found = new TreeMap<>();
    Path folder = Path.of(MigrationsTest.class.getResource("/db/" + kind).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        assertThat(name).matches("V[0-9]+__[a-z_]+\\.sql");
        found.put(Integer.parseInt(name.substring(1, name.indexOf("__"))), Files.readString(file));
      }
    }
    return found;
  }

  @Test
  void takeNothingFromTheReleaseBefore() throws Exception {
    for (Map.Entry<String, Integer> each : BASELINE.entrySet()) {
      Map<Integer, String> all = migrations(each.getKey());
      assertThat(all).containsKey(each.getValue());
      Set<String> unique = new HashSet<>();
      all.forEach(
          (number, sql) -> {
            if (number > each.getValue()) {
              assertThat(new MigrationRules(unique).faults(sql))
                  .as("V%d of %s: add what is new, and take away a release later", number, each)
                  .isEmpty();
            }
            unique.addAll(MigrationRules.uniqueIndexes(sql));
          });
    }
  }

  /** The rule is of use: those from before it would not all have kept to it. */
  @Test
  void wereNotAlwaysSo() throws Exception {
    assertThat(new MigrationRules(Set.of()).faults(migrations("shard").get(3)))
        .anyMatch(fault -> fault.contains("rename"));
  }

  private static List<String> faults(String sql) {
    return new MigrationRules(Set.of("alias_once")).faults(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table client;",
        "alter table client drop column seen;",
        "alter table client rename column seen to met;",
        "alter table client rename to player_client;",
        "alter table client add column place text not null;",
        "alter table client add place text not null;",
        "alter table client add column place text, add column room int not null;",
        "alter table client alter column seen type text;",
        "alter table client alter seen set data type text;",
        "alter table client alter column runtime_id set not null;",
        "alter table client alter column attempts drop default;",
        "alter table client alter column seen drop not null;",
        "alter table client add constraint c check (attempts < 5);",
        "alter table client add check (attempts < 5);",
        "alter table client add unique (user_id);",
        "alter table client add constraint c foreign key (user_id) references account (id);",
        "create unique index client_once on client (user_id);",
        "drop index alias_once;",
        "truncate inbox;",
        "delete from inbox;",
        "update client set state = 'IDLE';",
        "update client set place = 'x', state = 'IDLE' where id > 1;",
        "create trigger t before insert on client for each row execute function f();",
        "-- a word before\nDROP TABLE client;",
        "alter table client add column place text;\nalter table client alter column place set not null;"
      })
  void thatWouldBreakTheReleaseBeforeAreRefused(String sql) {
    assertThat(faults(sql)).hasSize(1);
    assertThat(faults("-- Unused since 30d7270e: nothing reads it any more\n" + sql)).isEmpty();
    assertThat(faults("-- Unused since: nothing reads it any more\n" + sql)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        create table place (id bigint primary key, name text not null unique check (name <> ''));
        create unique index place_once on place (name);
        alter table place add check (id > 0);
        """,
        "alter table client add column place text;\nupdate client set place = 'x' where id > 1;",
        "alter table client add column room int not null default 0 check (room >= 0);",
        """
        alter table client add column place text;
        alter table client alter column place set default '';
        update client set place = '';
        alter table client alter column place set not null;
        """,
        "drop index client_stage;\ncreate index client_stage on client (stage_id, id);",
        "create function f() returns trigger language plpgsql as $$ begin delete from x; drop table y; end $$;",
        "-- drop table client;\ninsert into alias select 1;",
        "alter table client alter column state set default 'NEW';"
      })
  void thatAddAreNot(String sql) {
    assertThat(faults(sql)).isEmpty();
  }
}
