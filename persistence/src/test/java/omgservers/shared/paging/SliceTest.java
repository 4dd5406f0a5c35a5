package omgservers.shared.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SliceTest {
  private static final List<Long> ALL = List.of(3L, 1L, 2L, 4L);

  private static List<Long> of(Slice slice) {
    return slice.of(ALL, id -> id);
  }

  @Test
  void takesOneElementMoreThanItHasRoomFor() {
    assertThat(of(new Slice(2, true, null))).containsExactly(4L, 3L, 2L);
    assertThat(of(new Slice(2, false, null))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void goesOnBeyondTheIdInItsOrder() {
    assertThat(of(new Slice(2, true, 3L))).containsExactly(2L, 1L);
    assertThat(of(new Slice(2, false, 3L))).containsExactly(4L);
  }
}
