package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuilderSettingsTest {
  private static Settings with(String name, String value) {
    System.setProperty(Values.PREFIX + name, value);
    return new Settings();
  }

  @Test
  void hasDefaultsThatSuitAnEngine() {
    Settings settings = new Settings();
    settings.checkBuilder();
    assertThat(settings.builderQueue()).isEqualTo(10);
    assertThat(settings.builderRunning()).isEqualTo(2);
    assertThat(settings.builderAtOnce()).isEqualTo(4);
    assertThat(settings.builderUploads()).isEqualTo(4);
    assertThat(settings.builderTimeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(settings.builderUploadWait()).isEqualTo(Duration.ofMinutes(15));
    assertThat(settings.builderSourceSize()).isEqualTo(64L << 20);
    assertThat(settings.builderSourceUnpacked()).isEqualTo(512L << 20);
    assertThat(settings.builderSourceEntries()).isEqualTo(20_000);
    assertThat(settings.builderSourceKept()).isEqualTo(Duration.ofDays(1));
    assertThat(settings.builderKept()).isEqualTo(Duration.ofDays(30));
    assertThat(settings.builderLogSize()).isEqualTo(4 << 20);
    assertThat(settings.builderCpu()).isEqualTo(200);
    assertThat(settings.builderStepMemory()).isEqualTo(1_024);
    assertThat(settings.builderNetwork()).isEqualTo("bridge");
    assertThat(settings.builderLocalImages()).isFalse();
    assertThat(settings.builderPrivateGit()).isFalse();
    assertThat(settings.builderVersionWait()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.builderFolder().toString()).endsWith("data/builds");
  }

  @ParameterizedTest
  @CsvSource({
    "builder.queue, 0",
    "builder.running, many",
    "builder.at-once, 101",
    "builder.uploads, -1",
    "builder.timeout, 30",
    "builder.upload-wait, PT0S",
    "builder.source-size, 5000",
    "builder.source-unpacked, 0",
    "builder.source-entries, 0",
    "builder.source-kept, -P1D",
    "builder.kept, soon",
    "builder.log-size, 1",
    "builder.cpu, 0",
    "builder.memory, 1",
    "builder.local-images, yes",
    "builder.private-git, no",
    "builder.version-wait, never"
  })
  void refusesWhatCannotBeMeantAndNamesIt(String name, String value) {
    Settings settings = with(name, value);
    try {
      assertThatThrownBy(settings::checkBuilder)
          .isInstanceOf(WrongSetting.class)
          .hasMessageContaining(Values.PREFIX + name);
    } finally {
      System.clearProperty(Values.PREFIX + name);
    }
  }
}
