package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority, and keys of an engine and of its client, made with the tool of the JDK. */
record TlsKeys(Path folder) {
  private static final String PASSWORD = "changeit";

  /** Makes the keys in the folder. */
  static TlsKeys in(Path folder) {
    TlsKeys keys = new TlsKeys(folder);
    keys.tool("-genkeypair", "-alias", "ca", "-dname", "CN=tests", "-ext", "bc:c");
    keys.signed("engine", "san=ip:127.0.0.1");
    keys.signed("client", "eku=clientAuth");
    return keys;
  }

  private void signed(String name, String extension) {
    tool("-genkeypair", "-alias", name, "-dname", "CN=" + name);
    String request = folder.resolve(name + ".csr").toString();
    String signed = folder.resolve(name + ".crt").toString();
    tool("-certreq", "-alias", name, "-file", request);
    tool(
        "-gencert",
        "-alias",
        "ca",
        "-ext",
        extension,
        "-infile",
        request,
        "-outfile",
        signed,
        "-rfc");
    tool("-importcert", "-alias", name, "-file", signed, "-noprompt");
  }

  private void tool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", store().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2"));
    }
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("keytool.log").toFile())
              .start();
      assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Path store() {
    return folder.resolve("keys.p12");
  }

  /** Writes ca.pem, cert.pem and key.pem of the engine or the client, with or without its key. */
  Path write(String name, boolean withKey, Path target) {
    try (var stored = Files.newInputStream(store())) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(stored, PASSWORD.toCharArray());
      Files.createDirectories(target);
      pem(target.resolve("ca.pem"), "CERTIFICATE", keys.getCertificate("ca").getEncoded());
      if (withKey) {
        pem(target.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate(name).getEncoded());
        Key key = keys.getKey(name, PASSWORD.toCharArray());
        pem(target.resolve("key.pem"), "PRIVATE KEY", key.getEncoded());
      }
      return target;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pem(Path file, String kind, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind),
        StandardCharsets.US_ASCII);
  }
}
