package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySettingsTest {
  private final Settings settings = new Settings();
  private final List<String> set = new ArrayList<>();

  private void set(String name, String value) {
    System.setProperty("omgservers.registry." + name, value);
    set.add("omgservers.registry." + name);
  }

  @AfterEach
  void clear() {
    set.forEach(System::clearProperty);
  }

  @Test
  void knowNoRegistryUnlessToldOfOne() {
    assertThat(settings.registryUrl()).isEmpty();
    assertThat(settings.registryAddress()).isEmpty();
    assertThat(settings.registrySecret()).isEmpty();
    assertThat(settings.registryService()).isEqualTo("registry");
    assertThat(settings.registryTokenLife()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.registryLoginLife()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.registryQuota()).isEqualTo(20_480);
    assertThat(settings.registryCheck()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.registryCall()).isEqualTo(Duration.ofSeconds(10));
    settings.checkRegistry();
  }

  @Test
  void takeTheAddressOfEnginesFromTheOneOfTheServerUnlessThatDiffers() {
    set("url", "http://127.0.0.1:5000/");
    assertThat(settings.registryUrl()).contains(URI.create("http://127.0.0.1:5000"));
    assertThat(settings.registryAddress()).contains("127.0.0.1:5000");
    set("address", "registry.example.com");
    assertThat(settings.registryAddress()).contains("registry.example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "url,registry:5000",
    "address,https://registry",
    "service,service",
    "secret,short",
    "token-life,PT2H",
    "login-life,P8D",
    "quota,-1",
    "check,often",
    "call,PT0S"
  })
  void refuseWhatCannotBeMeantByName(String name, String value) {
    set(name, value);
    assertThatThrownBy(settings::checkRegistry)
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("omgservers.registry." + name);
  }
}
