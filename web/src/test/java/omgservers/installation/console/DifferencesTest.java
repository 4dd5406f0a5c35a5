package omgservers.installation.console;

import static org.assertj.core.api.Assertions.assertThat;

import omgservers.installation.console.Differences.Field;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  @Test
  void showsEachFieldBeforeAndAfter() {
    assertThat(
            Differences.of(
                "{\"slots\":2,\"engine\":{\"address\":null},\"names\":[\"a\"]}",
                "{\"slots\":3,\"engine\":{\"address\":\"unix:///x\"},\"names\":[\"a\",\"b\"]}"))
        .containsExactly(
            new Field("slots", "2", "3"),
            new Field("engine.address", "null", "unix:///x"),
            new Field("names[0]", "a", "a"),
            new Field("names[1]", null, "b"));
  }

  @Test
  void knowsWhatChanged() {
    assertThat(new Field("a", "1", "1").isChanged()).isFalse();
    assertThat(new Field("a", "1", null).isChanged()).isTrue();
    assertThat(new Field("a", null, "1").isChanged()).isTrue();
  }

  @Test
  void showsWhatWasMadeAndWhatWentByItself() {
    assertThat(Differences.of(null, "{\"tags\":[],\"id\":\"7\"}"))
        .containsExactly(new Field("tags", null, "[]"), new Field("id", null, "7"));
    assertThat(Differences.of("\"gone\"", null)).containsExactly(new Field("", "gone", null));
    assertThat(Differences.of(null, null)).isEmpty();
  }
}
