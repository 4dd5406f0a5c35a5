package omgservers.shared.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.transaction.xa.XAException;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;

class OutagesTest {
  private static final long PAUSE = Outages.PAUSE.toNanos();

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - PAUSE);
  private final Outages outages = new Outages(nanos::get);
  private final Throwable fault = new SQLException("no", "08001");

  @Test
  void sendsEverybodyAwayUntilOneMayTryAgain() {
    outages.require("shard 1");
    Refusal told = outages.began("shard 1", fault);
    assertThat(told.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
    assertThat(told.pause()).contains(Outages.PAUSE);
    assertThat(told).hasMessageContaining("shard 1");
    nanos.addAndGet(PAUSE - 1);
    assertThatThrownBy(() -> outages.require("shard 1")).isInstanceOf(Refusal.class);
    nanos.addAndGet(1);
    outages.require("shard 1");
    assertThatThrownBy(() -> outages.require("shard 1")).isInstanceOf(Refusal.class);
    assertThat(outages.isKnown("shard 1")).isTrue();
    outages.ended("shard 1");
    outages.require("shard 1");
    assertThat(outages.isKnown("shard 1")).isFalse();
  }

  @Test
  void leavesTheOtherDatabasesAlone() {
    outages.began("shard 1", fault);
    assertThatCode(() -> outages.require("shard 0")).doesNotThrowAnyException();
    assertThat(outages.isKnown("the directory")).isFalse();
  }

  @Test
  void knowsALostConnectionFromAWrongStatement() {
    assertThat(Outages.in(new IllegalStateException(new SQLException("gone", "08006"))))
        .isPresent();
    assertThat(Outages.in(new SQLException("stops", "57P01"))).isPresent();
    assertThat(Outages.in(new IllegalStateException(new XAException("closed")))).isPresent();
    assertThat(Outages.in(new SQLException("twice", "23505"))).isEmpty();
    assertThat(Outages.in(new SQLException("no state"))).isEmpty();
    assertThat(Outages.caused(outages.began("shard 0", fault))).isTrue();
    assertThat(Outages.caused(new IllegalStateException(new SQLException("gone", "08006"))))
        .isTrue();
    assertThat(Outages.caused(new IllegalStateException(new XAException("broken")))).isFalse();
    assertThat(Outages.caused(Refusal.notFound("no"))).isFalse();
  }
}
