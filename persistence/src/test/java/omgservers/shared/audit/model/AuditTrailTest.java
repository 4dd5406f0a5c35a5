package omgservers.shared.audit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTrailTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final AuditTrail.Wish ANY =
      new AuditTrail.Wish(null, null, null, null, null, null);

  private final TestShards shards = TestShards.get();
  private final AuditTrail trail = new AuditTrail(shards);
  private final long tenant = shards.idOn(1);

  private long written(long actor, String operation, Instant at) {
    long id = shards.ids().beside(tenant);
    shards.transaction(
        () -> {
          shards.shard(1);
          trail.add(record(id, actor, operation, at));
        });
    return id;
  }

  private AuditRecord record(long id, long actor, String operation, Instant at) {
    return new AuditRecord(
        id,
        at,
        new AuditRecord.Actor(actor, "SUPPORT", null, "127.0.0.1", "r"),
        operation,
        new AuditRecord.Subject(tenant, tenant, null, "{}"));
  }

  private List<Long> found(AuditTrail.Wish wish) {
    return shards.inTransaction(() -> trail.inShard(1, wish, Slice.first(10))).stream()
        .map(AuditRecord::id)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit set operation = 'nothing' where id = ?1",
        "delete from audit where id = ?1",
        "truncate audit"
      })
  void keepsRecordsWhateverIsTried(String statement) {
    long id = written(1, "tenant.create", NOON);
    assertThatThrownBy(
            () ->
                shards.transaction(
                    () -> {
                      var query = shards.shard(1).createNativeQuery(statement);
                      if (statement.contains("?1")) {
                        query.setParameter(1, id);
                      }
                      query.executeUpdate();
                    }))
        .hasMessageContaining("append-only");
    assertThat(found(wishFor(null, null))).contains(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"update audit set address = null", "delete from audit", "truncate audit"})
  void keepsThoseOfTheDirectoryToo(String statement) {
    long id = shards.ids().anywhere();
    shards.transaction(
        () -> {
          shards.directory();
          trail.add(record(id, 1, "tenant.name", NOON));
        });
    assertThatThrownBy(
            () ->
                shards.transaction(
                    () -> shards.directory().createNativeQuery(statement).executeUpdate()))
        .hasMessageContaining("append-only");
    assertThat(shards.inTransaction(() -> trail.inDirectory(ANY, Slice.first(200))))
        .extracting(AuditRecord::id)
        .contains(id);
  }

  private AuditTrail.Wish wishFor(Long actor, String operation) {
    return new AuditTrail.Wish(actor, operation, tenant, null, null, null);
  }

  @Test
  void findsByActorOperationAndTime() {
    long first = written(1, "tenant.create", NOON);
    long second = written(2, "project.create", NOON.plusSeconds(60));
    assertThat(found(wishFor(null, null))).containsExactly(second, first);
    assertThat(found(wishFor(1L, null))).containsExactly(first);
    assertThat(found(wishFor(null, "project.create"))).containsExactly(second);
    assertThat(found(new AuditTrail.Wish(null, null, tenant, null, NOON.plusSeconds(1), null)))
        .containsExactly(second);
    assertThat(found(new AuditTrail.Wish(null, null, tenant, null, null, NOON.plusSeconds(60))))
        .containsExactly(first);
  }
}
