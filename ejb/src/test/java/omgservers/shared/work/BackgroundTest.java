package omgservers.shared.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private final Background background = new Background();

  @AfterEach
  void close() {
    background.close();
  }

  @Test
  void runsAsManyAtOnceAsAllowedAndLosesNone() throws InterruptedException {
    CountDownLatch full = new CountDownLatch(Background.THREADS_MAX);
    CountDownLatch free = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(Background.THREADS_MAX + 3);
    for (int i = 0; i < Background.THREADS_MAX + 3; i++) {
      background.execute(
          () -> {
            full.countDown();
            try {
              free.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            done.countDown();
          });
    }
    assertThat(full.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(done.getCount()).isEqualTo(Background.THREADS_MAX + 3L);
    free.countDown();
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void usesFewThreadsForOneTaskAfterAnother() throws InterruptedException, ExecutionException {
    Set<String> names = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 4 * Background.THREADS_MAX; i++) {
      Future<?> task = background.submit(() -> names.add(Thread.currentThread().getName()));
      task.get();
    }
    assertThat(names).hasSizeLessThan(Background.THREADS_MAX);
  }

  @Test
  void refusesWorkWhenTheServerStops() {
    background.close();
    assertThatThrownBy(() -> background.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
