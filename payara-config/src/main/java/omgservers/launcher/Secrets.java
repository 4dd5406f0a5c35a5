package omgservers.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/** The passwords of this installation, made at its first start and readable by its owner only. */
public final class Secrets {
  private static final int BYTES = 18;

  private final Path file;
  private final Properties values = new Properties();

  /** The secrets kept in this folder. */
  public Secrets(Path data) {
    this.file = file(data);
    try {
      if (Files.exists(file)) {
        try (Reader reader = Files.newBufferedReader(file)) {
          values.load(reader);
        }
      }
    } catch (IOException e) {
      throw new Fault("Data folder: " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Where they are kept. */
  static Path file(Path data) {
    return data.resolve("secrets.properties");
  }

  /** The secret of this name; made now when there is none yet. */
  public String get(String name) {
    String value = values.getProperty(name);
    if (value != null) {
      return value;
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    put(name, HexFormat.of().formatHex(random));
    return values.getProperty(name);
  }

  /** The secret of this name, if it was made or kept before; else the empty text. */
  public String peek(String name) {
    return values.getProperty(name, "");
  }

  /** Keeps a secret that came from elsewhere, such as the password of a new developer. */
  public void put(String name, String value) {
    values.setProperty(name, value);
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
      }
      try (Writer writer = Files.newBufferedWriter(file)) {
        values.store(writer, "Passwords of this installation");
      }
    } catch (IOException e) {
      throw new Fault("Data folder: " + file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
