package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstanceSettingsTest {
  private static final String PUBLIC = "omgservers.public-url";
  private static final String INTERNAL = "omgservers.internal-url";
  private static final String OWN = "omgservers.instance.public-url";
  private static final String OWN_INTERNAL = "omgservers.instance.internal-url";
  private static final String NOTICE = "omgservers.instance.drain-notice";

  private final Settings settings = new Settings();

  @AfterEach
  void clear() {
    List.of(PUBLIC, INTERNAL, OWN, OWN_INTERNAL, NOTICE, Settings.LEASE)
        .forEach(System::clearProperty);
  }

  @Test
  void nameTheInstallationWhereAnInstanceHasNoAddressOfItsOwn() {
    System.setProperty(PUBLIC, "https://play.example");
    System.setProperty(INTERNAL, "http://inside:8080");
    assertThat(settings.instanceUrl()).isEqualTo(URI.create("https://play.example"));
    assertThat(settings.instanceInternalUrl()).isEqualTo(URI.create("http://inside:8080"));
  }

  @Test
  void sendGameServersWherePlayersAreSent() {
    System.setProperty(INTERNAL, "http://inside:8080");
    System.setProperty(OWN, "https://a.play.example");
    assertThat(settings.instanceInternalUrl()).isEqualTo(URI.create("https://a.play.example"));
    System.setProperty(OWN_INTERNAL, "http://a:8080");
    assertThat(settings.instanceInternalUrl()).isEqualTo(URI.create("http://a:8080"));
  }

  @Test
  void leaseForSixSeconds() {
    assertThat(settings.instanceLease()).isEqualTo(Duration.ofSeconds(6));
    assertThat(settings.drainNotice()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void takeNoLeaseThatALateMomentWouldCost() {
    System.setProperty(Settings.LEASE, "PT1S");
    assertThatThrownBy(settings::instanceLease)
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining(Settings.LEASE + ": PT1S is shorter than PT2S");
    System.setProperty(Settings.LEASE, "PT2M");
    assertThatThrownBy(settings::instanceLease).hasMessageContaining("longer than PT1M");
    System.setProperty(NOTICE, "PT2M");
    assertThatThrownBy(settings::drainNotice).hasMessageContaining(NOTICE);
  }
}
