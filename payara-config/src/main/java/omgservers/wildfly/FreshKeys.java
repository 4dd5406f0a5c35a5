package omgservers.wildfly;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets the server look at the file of keys again when it has changed. It reads the file once
 * otherwise, and tokens of a key that the installation makes later would be refused until a
 * restart.
 */
public class FreshKeys extends JWTCallerPrincipalFactory {
  private static final System.Logger LOG = System.getLogger(FreshKeys.class.getName());

  private final AtomicReference<Reader> reader = new AtomicReference<>();

  /** How the file was when it was read. */
  private record State(FileTime changed, long size) {
    static State of(String location) {
      if (location == null || !location.startsWith("file:")) {
        return new State(FileTime.fromMillis(0), 0);
      }
      try {
        BasicFileAttributes file =
            Files.readAttributes(Path.of(URI.create(location)), BasicFileAttributes.class);
        return new State(file.lastModifiedTime(), file.size());
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "there are no keys yet", e);
        return new State(FileTime.fromMillis(0), 0);
      }
    }
  }

  /** What verifies tokens with the keys of the file in this state. */
  private record Reader(String location, State state, DefaultJWTCallerPrincipalFactory tokens) {}

  @Override
  public JWTCallerPrincipal parse(String token, JWTAuthContextInfo context) throws ParseException {
    return reader(context.getPublicKeyLocation()).tokens.parse(token, context);
  }

  private Reader reader(String location) {
    State now = State.of(location);
    Reader known = reader.get();
    if (known != null && known.state.equals(now) && Objects.equals(known.location, location)) {
      return known;
    }
    LOG.log(Level.INFO, "the keys that verify tokens are read");
    Reader fresh = new Reader(location, now, new DefaultJWTCallerPrincipalFactory());
    reader.set(fresh);
    return fresh;
  }
}
