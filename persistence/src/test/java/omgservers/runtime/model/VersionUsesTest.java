package omgservers.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class VersionUsesTest {
  private final TestShards shards = TestShards.get();
  private final VersionUses uses = new VersionUses(shards);
  private final long version = shards.idOn(0);

  private void measure(RuntimeQualifier qualifier, long cpu, long memory) {
    Spread cpuMillis = new Spread();
    cpuMillis.add(cpu);
    Spread memoryMib = new Spread();
    memoryMib.add(memory);
    shards.transaction(
        () ->
            uses.lock(1, version, qualifier)
                .orElseGet(
                    () -> {
                      VersionUse use = new VersionUse(shards.idOn(1), version, qualifier);
                      uses.add(1, use);
                      return use;
                    })
                .add(cpuMillis, memoryMib));
  }

  @Test
  void addsUpPerQualifierUntilTheVersionIsGone() {
    measure(RuntimeQualifier.LOBBY, 10, 40);
    measure(RuntimeQualifier.LOBBY, 30, 60);
    measure(RuntimeQualifier.MATCH, 500, 100);
    assertThat(shards.inTransaction(() -> uses.of(1, version)))
        .extracting(VersionUse::qualifier)
        .containsExactly(RuntimeQualifier.LOBBY, RuntimeQualifier.MATCH);
    VersionUse lobby = shards.inTransaction(() -> uses.of(1, version).get(0));
    assertThat(lobby.samples()).isEqualTo(2);
    assertThat(lobby.cpuMillis().average()).isEqualTo(20);
    assertThat(lobby.memoryMib().peak()).isEqualTo(60);
    shards.transaction(() -> uses.removeOfVersion(1, version));
    assertThat(shards.inTransaction(() -> uses.of(1, version))).isEmpty();
  }
}
