package omgservers.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found is what the JDK's own loader finds in the same jars. */
class IndexedClassPathTest {
  private static final String SAMPLE = Sample.class.getName();
  private static final String SAMPLE_PATH = SAMPLE.replace('.', '/') + ".class";

  @TempDir private Path folder;

  /** A class of the class path. */
  public static final class Sample {}

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sample() throws IOException {
    try (InputStream content =
        IndexedClassPathTest.class.getClassLoader().getResourceAsStream(SAMPLE_PATH)) {
      return content.readAllBytes();
    }
  }

  private Path jar(String name, Map<String, String> manifest, Map<String, byte[]> entries)
      throws IOException {
    Manifest head = new Manifest();
    head.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach((key, value) -> head.getMainAttributes().putValue(key, value));
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), head)) {
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return jar;
  }

  /** The first of three jars, which names the others as launchers do. */
  private Path three() throws IOException {
    Files.createDirectories(folder.resolve("more jars"));
    jar(
        "more jars/second.jar",
        Map.of("Implementation-Version", "2", "Multi-Release", "true"),
        Map.of(
            "services/a",
            text("second"),
            "folder/",
            new byte[0],
            "folder/in/a name.txt",
            text("second"),
            "META-INF/versions/9/newer/b",
            text("nine"),
            "newer/b",
            text("eight"),
            SAMPLE_PATH,
            sample()));
    jar(
        "more jars/third.jar",
        Map.of("Implementation-Version", "3"),
        Map.of(
            "services/a",
            text("third"),
            "java/lang/Runnable.class",
            text("no class"),
            "only/third",
            text("third"),
            SAMPLE_PATH,
            text("no class")));
    return jar(
        "first.jar",
        Map.of("Class-Path", "more%20jars/second.jar more%20jars/absent.jar more%20jars/third.jar"),
        Map.of("services/a", text("first")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services/a",
        "folder/",
        "folder",
        "folder/in/a name.txt",
        "folder/in/",
        "newer/b",
        "only/third",
        "nowhere/c",
        "META-INF/MANIFEST.MF",
        "java/lang/Runnable.class",
        ""
      })
  void findsResourcesLikeTheUsualLoader(String name) throws IOException {
    Path first = three();
    IndexedClassPath indexed = new IndexedClassPath(first.toString(), null);
    try (URLClassLoader usual =
        new URLClassLoader(
            new URL[] {first.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      List<URL> expected = Collections.list(usual.getResources(name));
      assertThat(Collections.list(indexed.getResources(name))).hasToString(expected.toString());
      assertThat(String.valueOf(indexed.getResource(name)))
          .isEqualTo(String.valueOf(usual.getResource(name)));
      for (URL each : expected) {
        try (InputStream content = URI.create(each.toString()).toURL().openStream()) {
          assertThat(content).isNotNull();
        }
      }
    }
  }

  @Test
  void definesAClassOfTheFirstJarThatHasIt() throws Exception {
    Path first = three();
    IndexedClassPath indexed = new IndexedClassPath(first.toString(), null);
    Class<?> found = indexed.loadClass(SAMPLE);
    assertThat(found.getClassLoader()).isSameAs(indexed);
    assertThat(found).isNotSameAs(Sample.class).isSameAs(indexed.loadClass(SAMPLE));
    assertThat(found.getPackage().getImplementationVersion()).isEqualTo("2");
    assertThat(found.getProtectionDomain().getCodeSource().getLocation())
        .isEqualTo(folder.resolve("more jars/second.jar").toUri().toURL());
  }

  @Test
  void leavesTheJdkItsOwnClassesAndSaysWhatIsNowhere() throws Exception {
    IndexedClassPath indexed = new IndexedClassPath(three().toString(), null);
    assertThat(indexed.loadClass("java.lang.Runnable")).isSameAs(Runnable.class);
    assertThat(indexed.loadClass("java.sql.Driver").getClassLoader())
        .isSameAs(ClassLoader.getPlatformClassLoader());
    assertThatThrownBy(() -> indexed.loadClass("services.Nothing"))
        .isInstanceOf(ClassNotFoundException.class)
        .hasMessageContaining("services.Nothing");
    assertThatThrownBy(() -> indexed.loadClass("nowhere.Nothing"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void takesAgentsIn() throws Exception {
    IndexedClassPath indexed =
        new IndexedClassPath(jar("only.jar", Map.of(), Map.of("a", text("a"))).toString(), null);
    assertThatThrownBy(() -> indexed.loadClass(SAMPLE)).isInstanceOf(ClassNotFoundException.class);
    Path agent = jar("agent.jar", Map.of(), Map.of(SAMPLE_PATH, sample()));
    indexed.appendToClassPathForInstrumentation(agent.toString());
    assertThat(indexed.loadClass(SAMPLE).getClassLoader()).isSameAs(indexed);
  }

  @Test
  void takesTheLibrariesOfAFolderLast() throws Exception {
    Path first = three();
    Files.createDirectories(folder.resolve("libraries"));
    jar("libraries/b.jar", Map.of(), Map.of("services/a", text("b"), "only/b", text("b")));
    jar("libraries/a.jar", Map.of(), Map.of("services/a", text("a")));
    IndexedClassPath indexed =
        new IndexedClassPath(first.toString(), folder.resolve("libraries").toString());
    assertThat(Collections.list(indexed.getResources("services/a")))
        .extracting(url -> url.getPath().replaceAll(".*/(.*)[.]jar!.*", "$1"))
        .containsExactly("first", "second", "third", "a", "b");
    assertThat(indexed.getResource("only/b")).isNotNull();
  }
}
