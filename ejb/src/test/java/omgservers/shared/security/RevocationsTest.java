package omgservers.shared.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.security.model.RevokedTokens.Revoked;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private static final long USER = 7;

  /** A clock that goes on by a millisecond whenever somebody looks. */
  private static final class Ticking extends Clock {
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      now = now.plusMillis(1);
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** A list that several instances share, in memory. */
  private static final class Shared extends RevocationLog {
    private final List<Revoked> rows = new ArrayList<>();

    @Override
    void add(Revoked revoked) {
      rows.add(revoked);
    }

    @Override
    List<Revoked> after(Instant moment) {
      return rows.stream().filter(row -> row.before().isAfter(moment)).toList();
    }

    @Override
    void prune(Instant before) {
      rows.removeIf(row -> row.before().isBefore(before));
    }
  }

  private final Ticking clock = new Ticking();
  private final Time time = new Time(clock);
  private final Shared log = new Shared();
  private final List<Revoked> here = new ArrayList<>();
  private final List<Revoked> there = new ArrayList<>();
  private final Revocations revocations = new Revocations(log, time, here::add);
  private final Revocations other = new Revocations(log, time, there::add);

  @Test
  void refuseWhatWasIssuedBeforeAndNothingThatComesAfter() {
    Instant before = time.now();
    revocations.revoke(USER);
    assertThat(revocations.isRevoked(USER, before)).isTrue();
    assertThat(revocations.isRevoked(USER, time.now())).isFalse();
    assertThat(revocations.isRevoked(USER + 1, before)).isFalse();
  }

  @Test
  void refuseWhatWasIssuedInTheSameMillisecond() {
    Instant before = clock.now.plusMillis(1);
    revocations.revoke(USER);
    assertThat(revocations.isRevoked(USER, before)).isTrue();
  }

  @Test
  void areNoticedByAnotherInstanceOnce() {
    other.load();
    Instant before = time.now();
    revocations.revoke(USER);
    assertThat(other.isRevoked(USER, before)).isFalse();
    other.refresh();
    other.refresh();
    assertThat(other.isRevoked(USER, before)).isTrue();
    assertThat(there).isEqualTo(here).hasSize(1);
    revocations.revoke(USER);
    other.refresh();
    assertThat(there).hasSize(2);
  }

  @Test
  void areNoticedThoughTheyBecameVisibleLate() {
    Instant before = time.now();
    Revoked late = new Revoked(USER, time.now());
    clock.now = clock.now.plusSeconds(30);
    other.refresh();
    log.add(late);
    other.refresh();
    assertThat(other.isRevoked(USER, before)).isTrue();
  }

  @Test
  void areKnownAfterAStartWithoutBeingToldAgain() {
    Instant before = time.now();
    revocations.revoke(USER);
    other.load();
    other.refresh();
    assertThat(other.isRevoked(USER, before)).isTrue();
    assertThat(there).isEmpty();
  }

  @Test
  void areForgottenWhenNoTokenIsOldEnough() {
    Instant before = time.now();
    revocations.revoke(USER);
    clock.now = clock.now.plus(Settings.TOKEN_LIFE_MAX);
    revocations.refresh();
    assertThat(revocations.isRevoked(USER, before)).isTrue();
    clock.now = clock.now.plus(Duration.ofMinutes(2));
    revocations.refresh();
    assertThat(revocations.isRevoked(USER, before)).isFalse();
    assertThat(log.rows).isEmpty();
  }
}
