package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import omgservers.launcher.Fault;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.Test;

/** The key that signs tokens, at rest. */
class SealedKeysIT {
  private static final String SECRET = "omgservers.security.secret";
  private static final String KEPT = "select private_key from signing_key";

  private static Platform start(Path data, Map<String, String> settings) {
    Map<String, String> brief = new HashMap<>(settings);
    brief.put(Installation.JAVA_OPTIONS, TestPlatform.BRIEF_SERVER);
    return Platform.start(
        new Installation(TestPlatform.ROOT, data, TestPlatform.freePort(), brief),
        new Screen(System.out));
  }

  private static int signIn(Platform platform) {
    return new AccountApi(platform.installation().url(), null)
        .signIn("admin", platform.secrets().get("admin"))
        .status();
  }

  /** What lay in the clear is sealed at the next start; that is tested where it is done. */
  @Test
  void isSealedAndOpensWithTheSameSecretOnly() {
    Path data = TestPlatform.fresh("sealed");
    try (Platform sealed = start(data, Map.of())) {
      assertThat(new Databases(sealed).text(KEPT)).startsWith("sealed1:");
      assertThat(signIn(sealed)).isEqualTo(201);
    }
    assertThatThrownBy(() -> start(data, Map.of(SECRET, "x".repeat(32))))
        .isInstanceOf(Fault.class)
        .hasMessage(
            "Configuration: omgservers.security.secret:"
                + " is not the one that the keys are sealed with");
  }
}
