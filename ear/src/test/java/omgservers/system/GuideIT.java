package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guides are followed word for word, from an empty folder. */
class GuideIT {
  private static final int MINUTES_MAX = 3;
  private static final Pattern PASSWORD = Pattern.compile("(?m)^password +(\\S+)");

  private static final Pattern INDENTATION = Pattern.compile("(?m)^ +");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");

  @TempDir private Path folder;
  private final List<String> used = new ArrayList<>();
  private String password = TestPlatform.get().secrets().get("support");

  /** The first block of a guide that follows these words. */
  private String block(String guide, String words) {
    int at = guide.indexOf(words);
    assertThat(at).as(words).isNotNegative();
    int begin = guide.indexOf('\n', guide.indexOf("\n```", at + words.length()) + 1) + 1;
    String block = guide.substring(begin, guide.indexOf("\n```", begin) + 1);
    used.add(block);
    return block;
  }

  /** Pages have no tabs, Lua of Defold has. */
  private static String withTabs(String text) {
    return INDENTATION.matcher(text).replaceAll(found -> "\t".repeat(found.group().length() / 2));
  }

  @Test
  void leadsToAFirstGame() throws IOException, InterruptedException {
    Path root = TestPlatform.ROOT.toAbsolutePath();
    String guide = Files.readString(root.resolve("docs/guides/first-game-in-defold.md"));
    Map<String, String> files =
        Map.of(
            "server.lua", "In a new folder, `server.lua`",
            "version.json", "`version.json` says",
            "command", "a file `command`",
            "client.lua", "`client.lua`:",
            "play.lua", "in one process, `play.lua`:");
    for (Map.Entry<String, String> file : files.entrySet()) {
      String text = block(guide, file.getValue());
      Files.writeString(folder.resolve(file.getKey()), text);
      if (!file.getKey().equals("command")) {
        assertThat(root.resolve("sdk-defold/example/first").resolve(file.getKey()))
            .hasContent(file.getKey().endsWith(".lua") ? withTabs(text) : text);
      }
    }
    // What runs here was started by the same launcher.
    assertThat(block(guide, "## 1. The platform")).isEqualTo("./mvnw -Prun\n");
    run(block(guide, "make a project of your own"));
    run(block(guide, "Put it together and deploy it"));
    String played = run(block(guide, "  end, function() end)\nend\n```"));
    assertThat(played.lines())
        .contains("ann: connection: CONNECTED", "ann: in a LOBBY", "ben: in a MATCH")
        .filteredOn(line -> line.endsWith("I won") || line.endsWith("too slow"))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(played).containsOnlyOnce("I won").containsOnlyOnce("too slow");
    // Who presses and who wins is left to chance.
    assertThat(played.lines().map(GuideIT::withoutName))
        .containsAll(
            block(guide, "play.lua http://127.0.0.1:8080 acme race\n```")
                .lines()
                .map(GuideIT::withoutName)
                .toList());
    playInTwoWindows(block(guide, "a script on a game object with a label"));
    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(
            BLOCK.matcher(guide).results().map(found -> found.group(1)).toList());
  }

  private static String withoutName(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  /** As Defold would, with a label that writes down what it is told to show. */
  private void playInTwoWindows(String script) throws IOException, InterruptedException {
    Files.createDirectory(folder.resolve("main"));
    Files.copy(folder.resolve("client.lua"), folder.resolve("main/client.lua"));
    String url = TestPlatform.get().installation().url().toString();
    Files.writeString(
        folder.resolve("window.lua"),
        "math.randomseed(tonumber(arg[1]))\n"
            + "label = {set_text = function(name, text) print(name .. ' ' .. text) end}\n"
            + script.replace("http://127.0.0.1:8080", url)
            + "init({})\n");
    String window =
        "java -Dlua.path=$OMG/sdk-defold -jar $OMG/sdk-defold/target/omgservers-lua-host.jar"
            + " window.lua ";
    String shown = type(window + "1 > one.txt & " + window + "2; wait; cat one.txt");
    assertThat(shown)
        .containsOnlyOnce("#label I won")
        .containsOnlyOnce("#label too slow")
        .contains("#label in a MATCH");
  }

  /** Line by line, as somebody types them who knows the passwords. */
  private String run(String commands) throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    for (String line : commands.lines().filter(each -> !each.startsWith("export ")).toList()) {
      String output = type(line);
      Matcher matcher = PASSWORD.matcher(output);
      if (matcher.find()) {
        password = matcher.group(1);
      }
      said.append(output);
    }
    return said.toString();
  }

  private String type(String line) throws IOException, InterruptedException {
    String url = TestPlatform.get().installation().url().toString();
    String images = TestPlatform.get().installation().images().toString();
    Path output = folder.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                line.replace("http://127.0.0.1:8080", url).replace("$OMG/data/images", images))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    Path root = TestPlatform.ROOT.toAbsolutePath().normalize();
    environment.merge(
        "PATH",
        root.resolve("ctl/target") + File.pathSeparator + System.getProperty("java.home") + "/bin",
        (path, added) -> added + File.pathSeparator + path);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("OMG", root.toString());
    environment.put("OMGCTL_HOME", folder.resolve("home").toString());
    environment.put("OMGCTL_SERVER", url);
    environment.put("OMGCTL_PASSWORD", password);
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).as(line).isTrue();
    String text = Files.readString(output);
    assertThat(process.exitValue()).as(line + "\n" + text).isZero();
    return text;
  }
}
