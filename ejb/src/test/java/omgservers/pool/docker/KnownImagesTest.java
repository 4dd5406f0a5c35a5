package omgservers.pool.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import omgservers.pool.Site;
import omgservers.pool.model.Engine;
import omgservers.shared.platform.Time;
import org.junit.jupiter.api.Test;

class KnownImagesTest {
  private static final Site SITE = new Site(1, "eu-1", Engine.NONE);
  private static final String IMAGE = "studio/duel:game";

  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private int asked;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  private final KnownImages images = new KnownImages(new Time(clock));

  private void ask() {
    images.of(
        SITE,
        IMAGE,
        () -> {
          asked++;
          return new ContainerConfig();
        });
  }

  @Test
  void areAskedForOnceInAWhile() {
    ask();
    now = now.plus(KnownImages.KNOWN).minusNanos(1);
    ask();
    assertThat(asked).isEqualTo(1);
    now = now.plus(Duration.ofNanos(1));
    ask();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void areAskedForAgainWhenTheyWereGone() {
    ask();
    images.forget(SITE, IMAGE);
    ask();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void areNotKnownToBeAbsent() {
    assertThatThrownBy(
            () ->
                images.of(
                    SITE,
                    IMAGE,
                    () -> {
                      throw new NotFoundException("no such image");
                    }))
        .isInstanceOf(NotFoundException.class);
    ask();
    assertThat(asked).isEqualTo(1);
  }
}
