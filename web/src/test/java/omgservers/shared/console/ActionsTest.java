package omgservers.shared.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every button of the console is pressed by some system test: those name what they press by the
 * page and its id, such as <code>tenants#new:make</code>.
 */
class ActionsTest {
  private static final Pattern PART =
      Pattern.compile(
          "<(?:h:form|h:commandButton|o:confirm|o:names)\\b[^>]*|</h:form>|action=\"#\\{");

  private static final Pattern PRESSED = Pattern.compile("\"([a-z-]+#[a-z:-]+)\"");

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static String attribute(String tag, String name) {
    Matcher found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
    return found.find() ? found.group(1) : "";
  }

  /** What can be pressed on the page. */
  static Set<String> actions(String page, String text) {
    Set<String> actions = new TreeSet<>();
    String form = "";
    Matcher part = PART.matcher(text);
    while (part.find()) {
      String tag = part.group();
      if (tag.startsWith("<h:form")) {
        form = attribute(tag, "id");
      } else if (tag.startsWith("<h:commandButton")) {
        actions.add(page + "#" + form + ":" + attribute(tag, "id"));
      } else if (tag.startsWith("<o:confirm")) {
        actions.add(page + "#" + attribute(tag, "name"));
      } else if (tag.startsWith("<o:names")) {
        actions.add(page + "#" + attribute(tag, "id") + ":form:add");
        actions.add(page + "#unname");
      } else if (!tag.startsWith("</")) {
        actions.add(page + "#something without a button");
      }
    }
    return actions;
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(root().resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  @Test
  void allArePressedByATest() throws IOException {
    Set<String> actions = new TreeSet<>();
    for (Path file : files("web/src/main/webapp", ".xhtml")) {
      boolean shared = file.toString().contains("resources/omg");
      if (!shared) {
        String page = file.getFileName().toString().replace(".xhtml", "");
        actions.addAll(actions(page, Files.readString(file)));
      }
    }
    Set<String> pressed = new HashSet<>();
    for (Path file : files("ear/src/test/java", ".java")) {
      PRESSED.matcher(Files.readString(file)).results().forEach(it -> pressed.add(it.group(1)));
    }
    assertThat(actions).hasSizeGreaterThan(30);
    assertThat(pressed).containsAll(actions);
  }

  @Test
  void areFoundOnAPage() {
    assertThat(
            actions(
                "page",
                "<h:form id=\"a\" x><h:commandButton id=\"b\" action=\"#{c.d}\"/></h:form>"
                    + "<o:confirm id=\"e\" name=\"f\" action=\"#{g.h}\" />"
                    + "<o:names id=\"i\" page=\"#{j}\" /><x action=\"#{k.l}\" />"))
        .containsExactlyInAnyOrder(
            "page#a:b",
            "page#f",
            "page#i:form:add",
            "page#unname",
            "page#something without a button");
  }
}
