package omgservers.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;

class PasswordChecksTest {
  @Test
  void refusesWhoGetsNoTurnAndServesTheNextAgain() throws InterruptedException {
    PasswordChecks checks = new PasswordChecks(1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(
            () ->
                checks.inTurn(
                    () -> {
                      begun.countDown();
                      await(end);
                      return true;
                    }));
    begun.await();
    assertThatThrownBy(() -> checks.inTurn(() -> true))
        .isInstanceOfSatisfying(
            Refusal.class, it -> assertThat(it.pause()).contains(PasswordChecks.WAIT_MAX));
    end.countDown();
    assertThat(first.join()).isTrue();
    assertThat(checks.inTurn(() -> true)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void givesItsTurnBackAfterAFault() {
    PasswordChecks checks = new PasswordChecks(1);
    assertThatThrownBy(
            () ->
                checks.inTurn(
                    () -> {
                      throw new IllegalStateException("fault");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(checks.inTurn(() -> true)).isTrue();
  }
}
