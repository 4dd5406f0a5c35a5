package omgservers.pool.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import java.time.Duration;
import omgservers.pool.Site;
import omgservers.pool.model.Engine;
import omgservers.shared.platform.HandClock;
import omgservers.shared.platform.Time;
import org.junit.jupiter.api.Test;

class KnownImagesTest {
  private static final Site SITE = new Site(1, "eu-1", Engine.NONE);
  private static final String IMAGE = "studio/duel:game";

  private final HandClock clock = new HandClock();
  private int asked;

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
    clock.advance(KnownImages.KNOWN.minusNanos(1));
    ask();
    assertThat(asked).isEqualTo(1);
    clock.advance(Duration.ofNanos(1));
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
