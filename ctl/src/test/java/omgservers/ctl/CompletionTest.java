package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completion, by the shells themselves where they are installed. */
class CompletionTest {
  @TempDir private Path home;

  private Path script(String shell) throws IOException {
    Tool tool = new Tool(home);
    assertThat(tool.run("completion " + shell)).isZero();
    return Files.writeString(home.resolve("omgctl." + shell), tool.out());
  }

  private static String shell(String name) {
    List<Path> found =
        Stream.of("/bin/" + name, "/usr/bin/" + name, "/usr/local/bin/" + name)
            .map(Path::of)
            .filter(Files::isExecutable)
            .toList();
    if (found.isEmpty()) {
      // A machine of a developer may lack a shell; where all tests must run, it may not.
      assertThat(System.getenv("CI")).as(name + " is not installed").isNotEqualTo("true");
      Assumptions.abort(name + " is not installed");
    }
    return found.get(0).toString();
  }

  private static List<String> output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().map(String::strip).toList();
  }

  private List<String> completedByBash(String words) throws IOException, InterruptedException {
    return output(
        shell("bash"),
        "-c",
        """
        source %s
        compopt() { :; }
        COMP_WORDS=(%s)
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
        COMP_LINE="${COMP_WORDS[*]}"
        _complete_omgctl
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script("bash"), words));
  }

  @Test
  void completesNounsVerbsAndValuesInBash() throws IOException, InterruptedException {
    assertThat(completedByBash("omgctl tena")).containsExactly("tenant");
    assertThat(completedByBash("omgctl deployment cre")).containsExactly("create");
    assertThat(completedByBash("omgctl tenant list --lim")).containsExactly("--limit");
    assertThat(completedByBash("omgctl account list --role SUP")).containsExactly("SUPPORT");
  }

  @Test
  void isUnderstoodByZsh() throws IOException, InterruptedException {
    output(shell("zsh"), "-n", script("zsh").toString());
  }

  private List<String> completedByFish(String words) throws IOException, InterruptedException {
    return output(
            shell("fish"),
            "--no-config",
            "-c",
            "source %s; complete -C '%s'".formatted(script("fish"), words))
        .stream()
        .map(line -> line.split("\t", -1)[0])
        .toList();
  }

  @Test
  void completesNounsVerbsAndValuesInFish() throws IOException, InterruptedException {
    assertThat(completedByFish("omgctl tena")).containsExactly("tenant");
    assertThat(completedByFish("omgctl --output json deployment cre")).containsExactly("create");
    assertThat(completedByFish("omgctl player profile s")).containsExactly("set");
    assertThat(completedByFish("omgctl tenant list --lim")).containsExactly("--limit");
    assertThat(completedByFish("omgctl account list --role SUP")).containsExactly("SUPPORT");
  }

  @Test
  void knowsAllNounsInFish() throws IOException {
    String text = Files.readString(script("fish"));
    assertThat(Nouns.ALL)
        .allSatisfy(noun -> assertThat(text).contains("-n '__omgctl_at' -a " + noun.name() + " "));
  }
}
