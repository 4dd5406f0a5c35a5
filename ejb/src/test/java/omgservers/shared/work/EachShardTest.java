package omgservers.shared.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;

class EachShardTest {
  @Test
  void isReachedThoughOthersFail() {
    List<Integer> reached = new ArrayList<>();
    EachShard.of(
        4,
        "the test",
        shard -> {
          if (shard == 0) {
            throw Refusal.unavailable(Duration.ofSeconds(2), "away");
          }
          if (shard == 2) {
            throw new IllegalStateException("broken");
          }
          reached.add(shard);
        });
    assertThat(reached).containsExactly(1, 3);
  }
}
