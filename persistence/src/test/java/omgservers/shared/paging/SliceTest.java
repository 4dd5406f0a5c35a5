package omgservers.shared.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
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

  @Test
  void whatLiesInSeveralPlacesIsOneList() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      int places = 1 + random.nextInt(4);
      List<List<Long>> rows = scattered(places, random);
      boolean newestFirst = random.nextBoolean();
      Long beyond = random.nextBoolean() ? null : Long.valueOf(random.nextInt(300));
      Slice slice = new Slice(1 + random.nextInt(120), newestFirst, beyond);
      List<Long> all = rows.stream().flatMap(List::stream).toList();
      assertThat(slice.<Long>across(places, id -> id, (place, part) -> read(rows, place, part)))
          .isEqualTo(slice.of(all, id -> id));
    }
  }

  @Test
  void readsHardlyMoreThanItGives() {
    List<List<Long>> rows = scattered(4, new Random(7));
    List<Integer> read = new ArrayList<>();
    new Slice(100, true, null)
        .<Long>across(
            4,
            id -> id,
            (place, part) -> {
              List<Long> found = read(rows, place, part);
              read.add(found.size());
              return found;
            });
    assertThat(read.stream().mapToInt(it -> it).sum()).isLessThan(190);
  }

  private static List<List<Long>> scattered(int places, Random random) {
    List<List<Long>> rows = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      rows.add(new ArrayList<>());
    }
    boolean lopsided = random.nextBoolean();
    LongStream.range(0, 300)
        .forEach(id -> rows.get(lopsided && id > 100 ? 0 : random.nextInt(places)).add(id));
    return rows;
  }

  private static List<Long> read(List<List<Long>> rows, int place, Slice part) {
    return part.of(rows.get(place), id -> id);
  }
}
