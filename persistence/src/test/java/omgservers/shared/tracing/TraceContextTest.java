package omgservers.shared.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  @Test
  void isReadAsTheW3cHasIt() {
    TraceContext context = TraceContext.parse("00-" + TRACE + "-" + SPAN + "-01").orElseThrow();
    assertThat(context.trace()).isEqualTo(TRACE);
    assertThat(context.span()).isEqualTo(0xb7ad6b7169203331L);
    assertThat(context.wanted()).isTrue();
    assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-02"))
        .hasValueSatisfying(other -> assertThat(other.wanted()).isFalse());
    assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-01-later")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-" + TRACE + "-" + SPAN,
        "00-" + TRACE + "-" + SPAN + "-01-more",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-0x"
      })
  void isNothingWhenItIsMalformed(String header) {
    assertThat(TraceContext.parse(header)).isEmpty();
  }

  @Test
  void isNothingWhenItIsMissingOrEndless() {
    assertThat(TraceContext.parse(null)).isEmpty();
    assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-01-" + "x".repeat(1_000)))
        .isEmpty();
  }
}
