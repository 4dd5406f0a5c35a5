package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnknownSettingsTest {
  /** An installation with what must be set, and this. */
  static Settings settings(Map<String, String> more) {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
    builder.withDefaultValue("omgservers.bootstrap.admin-password", "x".repeat(20));
    builder.withDefaultValue("omgservers.bootstrap.support-password", "x".repeat(20));
    more.forEach(builder::withDefaultValue);
    return new Settings(builder.build());
  }

  @Test
  void areNamed() {
    Settings settings =
        settings(
            Map.of(
                "omgservers.runtime.silense", "PT1M",
                "OMGSERVERS_POOL_PINK", "PT1S",
                "omgservers.shard.2.datasource", "beyond the last",
                "omgservers.runtime.silence", "PT1M",
                "OMGSERVERS_POOL_PING", "PT1S"));
    settings.check();
    assertThat(settings.unknown())
        .containsExactly(
            "OMGSERVERS_POOL_PINK", "omgservers.runtime.silense", "omgservers.shard.2.datasource");
  }

  @Test
  void areNotThoseOfOtherProgramsOrNames() {
    Settings settings =
        settings(
            Map.of(
                "OMGSERVERS_LAUNCHER_JAVA_OPTIONS", "-Xmx2g",
                "OMGSERVERS_DATABASE_PASSWORD", "secret",
                "omgserversish", "not ours",
                "PATH", "/bin"));
    settings.check();
    assertThat(settings.unknown()).isEmpty();
  }
}
