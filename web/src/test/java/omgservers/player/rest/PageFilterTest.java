package omgservers.player.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageFilterTest {
  @Test
  void letsAllPagesCallUnlessSomeAreNamed() {
    assertThat(PageFilter.mayCall(List.of(), "https://anybody.example")).isTrue();
    List<String> named = List.of("https://game.example.com");
    assertThat(PageFilter.mayCall(named, "https://game.example.com")).isTrue();
    assertThat(PageFilter.mayCall(named, "https://game.example.com.evil.example")).isFalse();
    assertThat(PageFilter.mayCall(named, "null")).isFalse();
  }
}
