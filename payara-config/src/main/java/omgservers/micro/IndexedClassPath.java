package omgservers.micro;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.security.SecureClassLoader;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * The class path of Payara Micro with an index of what lies in which jar. The JVM's own looks for
 * each name in one jar after the other, more than 300 of them, and for what is in none, such as all
 * classes of the application, in every one; that was a quarter of what the server's start took.
 *
 * <p>It is the JVM's system class loader, by <code>-Djava.system.class.loader</code>, and finds
 * what that would find, in the same order: modules of the JDK first, then the jars as the first
 * one's manifest lists them.
 */
public final class IndexedClassPath extends SecureClassLoader {
  /** The system property that names a folder of jars which come after all others; no setting. */
  public static final String LIBRARIES = "micro.libraries";

  private static final String VERSIONS = "META-INF/versions/";
  private static final Jar[] NONE = {};

  static {
    registerAsParallelCapable();
  }

  private final Set<String> jdkPackages =
      ModuleLayer.boot().modules().stream()
          .flatMap(module -> module.getPackages().stream())
          .collect(Collectors.toUnmodifiableSet());

  /** By folder, as entries spell it: the jars that have something in it, in their order. */
  private final Map<String, Jar[]> jars = new ConcurrentHashMap<>();

  /** Made by the JVM, which passes its own loader; that is not asked for anything. */
  public IndexedClassPath(ClassLoader usual) {
    this(System.getProperty("java.class.path"), System.getProperty(LIBRARIES));
  }

  /** The jars of this path, those that their manifests name, and those of the folder if given. */
  IndexedClassPath(String path, String libraries) {
    super("app", ClassLoader.getPlatformClassLoader());
    try {
      for (String jar : path.split(File.pathSeparator, -1)) {
        addWithThoseItNames(new File(jar));
      }
      File[] more = libraries == null ? null : new File(libraries).listFiles();
      if (more != null) {
        Arrays.sort(more);
        for (File jar : more) {
          add(Jar.open(jar.getAbsoluteFile()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the class path cannot be read", e);
    }
  }

  /** A jar of the class path, which stays open. */
  private record Jar(JarFile file, URL url, CodeSource source, Manifest manifest) {
    static Jar open(File path) throws IOException {
      JarFile file = new JarFile(path, false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
      URL url = path.toURI().toURL();
      Manifest manifest = file.getManifest();
      CodeSource source = new CodeSource(url, (CodeSigner[]) null);
      return new Jar(file, url, source, manifest == null ? new Manifest() : manifest);
    }

    /** Null when it is not here. */
    URL find(String name) {
      JarEntry entry = file.getJarEntry(name);
      if (entry == null) {
        return null;
      }
      try {
        // Of several versions, the one for this JDK.
        String path = new URI("jar", null, "/" + entry.getRealName(), null).getRawPath();
        return new URL("jar:" + url + "!" + path);
      } catch (URISyntaxException | MalformedURLException e) {
        throw new IllegalArgumentException(name, e);
      }
    }

    /** What the manifest says of the package, or else of the whole jar. */
    String attribute(String folder, Attributes.Name name) {
      Attributes own = manifest.getAttributes(folder + "/");
      String value = own == null ? null : own.getValue(name);
      return value == null ? manifest.getMainAttributes().getValue(name) : value;
    }
  }

  private void addWithThoseItNames(File path) throws IOException {
    if (!path.isFile()) {
      return;
    }
    Jar jar = Jar.open(path.getAbsoluteFile());
    add(jar);
    String named = jar.manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    for (String name : named == null ? new String[0] : named.strip().split(" +", -1)) {
      File other = new File(path.getAbsoluteFile().toURI().resolve(name));
      if (other.isFile()) {
        add(Jar.open(other));
      }
    }
  }

  private synchronized void add(Jar jar) {
    Set<String> folders = ConcurrentHashMap.newKeySet();
    for (JarEntry entry : Collections.list(jar.file.entries())) {
      String name = entry.getName();
      folders.add(folder(name));
      if (jar.file.isMultiRelease() && name.startsWith(VERSIONS)) {
        int end = name.indexOf('/', VERSIONS.length());
        folders.add(folder(name.substring(end + 1)));
      }
    }
    for (String folder : folders) {
      Jar[] before = jars.getOrDefault(folder, NONE);
      Jar[] all = Arrays.copyOf(before, before.length + 1);
      all[before.length] = jar;
      jars.put(folder, all);
    }
  }

  /** Where the entry lies; that of a folder lies in the one above. */
  private static String folder(String name) {
    int end = name.lastIndexOf('/', name.length() - 2);
    return end < 0 ? "" : name.substring(0, end);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    int end = name.lastIndexOf('.');
    if (end >= 0 && jdkPackages.contains(name.substring(0, end))) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found == null) {
        found = defined(name);
      }
      // What an agent has added to the JDK is not in its modules.
      return found == null ? getParent().loadClass(name) : found;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Class<?> found = defined(name);
    if (found == null) {
      throw new ClassNotFoundException(name);
    }
    return found;
  }

  private Class<?> defined(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    String folder = folder(path);
    for (Jar jar : jars.getOrDefault(folder, NONE)) {
      JarEntry entry = jar.file.getJarEntry(path);
      if (entry != null) {
        try (InputStream content = jar.file.getInputStream(entry)) {
          byte[] bytes = content.readAllBytes();
          definePackage(folder, jar);
          return defineClass(name, bytes, 0, bytes.length, jar.source);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    }
    return null;
  }

  private void definePackage(String folder, Jar jar) {
    String name = folder.replace('/', '.');
    if (folder.isEmpty() || getDefinedPackage(name) != null) {
      return;
    }
    try {
      definePackage(
          name,
          jar.attribute(folder, Attributes.Name.SPECIFICATION_TITLE),
          jar.attribute(folder, Attributes.Name.SPECIFICATION_VERSION),
          jar.attribute(folder, Attributes.Name.SPECIFICATION_VENDOR),
          jar.attribute(folder, Attributes.Name.IMPLEMENTATION_TITLE),
          jar.attribute(folder, Attributes.Name.IMPLEMENTATION_VERSION),
          jar.attribute(folder, Attributes.Name.IMPLEMENTATION_VENDOR),
          null);
    } catch (IllegalArgumentException e) {
      // Another thread was faster.
      assert getDefinedPackage(name) != null : name;
    }
  }

  @Override
  protected URL findResource(String name) {
    for (Jar jar : jars.getOrDefault(folder(name), NONE)) {
      URL found = jar.find(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    List<URL> found =
        Arrays.stream(jars.getOrDefault(folder(name), NONE))
            .map(jar -> jar.find(name))
            .filter(Objects::nonNull)
            .toList();
    return Collections.enumeration(found);
  }

  /** The JVM calls this for each agent that it is started with, see java.lang.instrument. */
  void appendToClassPathForInstrumentation(String path) throws IOException {
    addWithThoseItNames(new File(path));
  }
}
