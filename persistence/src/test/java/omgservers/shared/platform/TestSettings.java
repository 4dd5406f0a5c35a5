package omgservers.shared.platform;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Settings of tests elsewhere, of which nothing else is set. */
public final class TestSettings {
  private TestSettings() {}

  /** Settings with these properties only. */
  public static Settings of(Map<String, String> properties) {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
    properties.forEach(builder::withDefaultValue);
    return new Settings(builder.build());
  }
}
