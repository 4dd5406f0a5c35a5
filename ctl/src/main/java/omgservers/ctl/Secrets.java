package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import picocli.CommandLine.Model.OptionSpec;

/** Passwords and keys on their way in and out. */
final class Secrets {
  private static final String SECRET_FILE = "--secret-file";

  private Secrets() {}

  /** Where a secret that is shown only once is to be written instead. */
  static OptionSpec.Builder file() {
    return Options.file(SECRET_FILE, "write the secret to this new file instead of showing it");
  }

  /** Before a secret is made: it must have a place to go. */
  static void prepare(Call call) {
    Path file = call.file(SECRET_FILE);
    if (call.output().quiet() && file == null) {
      throw new Trouble(
          Trouble.USAGE,
          "With --quiet the secret would be lost: tell where it is to go with "
              + SECRET_FILE
              + ".");
    }
    if (file != null && !call.output().dry()) {
      create(file);
    }
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (FileAlreadyExistsException e) {
      throw new Trouble(Trouble.USAGE, file + " exists already.", e);
    } catch (IOException e) {
      throw new Trouble(Trouble.USAGE, file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Prints what was made; its secret goes to the file when there is one. */
  static void print(Call call, ObjectNode made, String secret, String id) {
    Path file = call.file(SECRET_FILE);
    if (file != null && !call.output().dry() && made.hasNonNull(secret)) {
      try {
        Files.write(
            file,
            (made.path(secret).asText() + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        call.output().one(made, id);
        throw new Trouble(Trouble.USAGE, file + " cannot be written: " + e.getMessage(), e);
      }
      made.remove(secret);
    }
    call.output().one(made, id);
  }

  /** The password in the first line of a file; null when the option is not given. */
  static String fromFile(Call call, String option) {
    Path file = call.file(option);
    if (file == null) {
      return null;
    }
    try {
      return Files.readAllLines(file).stream()
          .findFirst()
          .orElseThrow(() -> new Trouble(Trouble.USAGE, file + " is empty."));
    } catch (IOException e) {
      throw new Trouble(Trouble.USAGE, file + " cannot be read.", e);
    }
  }

  /** A password from a file, from a variable of the environment, or typed. */
  static String password(Call call, String option, String variable, String question) {
    String password = fromFile(call, option);
    if (password == null) {
      password = call.workplace().variable(variable);
    }
    if (password == null) {
      password = call.workplace().terminal().askSecretly().apply(question);
    }
    if (password == null) {
      throw new Trouble(Trouble.USAGE, "A password is needed: " + option + " or " + variable + ".");
    }
    return password;
  }
}
