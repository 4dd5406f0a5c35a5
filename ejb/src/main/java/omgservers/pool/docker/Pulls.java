package omgservers.pool.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import omgservers.pool.Driver.StartFailed;
import omgservers.pool.Site;
import omgservers.shared.platform.Settings;
import omgservers.shared.security.RegistryAccess;
import omgservers.shared.security.Tokens;
import omgservers.shared.tracing.Span;

/** Brings images to engines: each image to each engine once at a time, whoever asks. */
final class Pulls {
  private final Settings settings;
  private final Map<String, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

  private final Tokens tokens;
  private final KnownImages images;

  Pulls(Settings settings, Tokens tokens, KnownImages images) {
    this.settings = settings;
    this.tokens = tokens;
    this.images = images;
  }

  /** What the engine calls the image. */
  static String reference(Site site, String image) {
    String registry = site.engine().registry();
    return registry == null ? image : registry + "/" + image;
  }

  /** The image is there, or is pulled; without a registry it must be there. */
  CompletionStage<Void> ensure(Site site, EngineLine line, String image) {
    String reference = reference(site, image);
    try {
      images.of(site, line, reference);
      return CompletableFuture.completedFuture(null);
    } catch (NotFoundException e) {
      if (site.engine().registry() == null) {
        return CompletableFuture.failedFuture(
            StartFailed.here(
                "There is no image %s on %s, and the server names no registry to pull it from."
                    .formatted(image, site.name()),
                e));
      }
      return running.computeIfAbsent(
          site.id() + " " + reference, key -> pull(site, line, image, key));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(Faults.unreachable(site, e));
    }
  }

  private CompletableFuture<Void> pull(Site site, EngineLine line, String image, String key) {
    Pull pull = new Pull();
    CompletableFuture<Void> done = pull.end;
    Span span = Span.child("docker pull of an image", Span.Kind.CLIENT);
    span.set("omgservers.pool_server", site.name()).set("omgservers.image", image).leave();
    PullImageCmd command = line.streams().pullImageCmd(reference(site, image));
    allowed(site, image).ifPresent(command::withAuthConfig);
    done.orTimeout(settings.enginePull().toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> told =
        done.handle(
            (nothing, fault) -> {
              running.remove(key);
              pull.end();
              (fault == null ? span : span.failed(fault)).end();
              if (fault != null) {
                throw new java.util.concurrent.CompletionException(
                    StartFailed.here(explain(site, image, fault), fault));
              }
              return null;
            });
    command.exec(pull);
    return told;
  }

  /** At the registry of the installation with a token for this, elsewhere with a password. */
  private Optional<AuthConfig> allowed(Site site, String image) {
    String registry = site.engine().registry();
    Optional<AuthConfig> password =
        EngineKeys.named(settings.poolSecrets(), site.engine().credentials())
            .flatMap(keys -> keys.registry(registry));
    if (password.isPresent() || !settings.registryAddress().equals(Optional.of(registry))) {
      return password;
    }
    String token = tokens.forPlatform(List.of(RegistryAccess.pull(image)));
    return Optional.of(new AuthConfig().withRegistryAddress(registry).withRegistrytoken(token));
  }

  private String explain(Site site, String image, Throwable fault) {
    String why =
        fault instanceof TimeoutException
            ? "it was not there after " + settings.enginePull().toSeconds() + " seconds"
            : fault instanceof DockerException answer ? Faults.words(answer) : fault.getMessage();
    return "The image %s cannot be pulled to %s: %s."
        .formatted(reference(site, image), site.name(), why);
  }

  /** One pull: it has failed when the engine says so in the middle of it, too. */
  private static final class Pull extends ResultCallback.Adapter<PullResponseItem> {
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @Override
    public void onNext(PullResponseItem item) {
      if (item.isErrorIndicated()) {
        end.completeExceptionally(new DockerException(item.getErrorDetail().getMessage(), 0));
      }
    }

    @Override
    public void onError(Throwable fault) {
      end.completeExceptionally(fault);
    }

    @Override
    public void onComplete() {
      end.complete(null);
    }

    private void end() {
      try {
        close();
      } catch (IOException e) {
        System.getLogger(Pulls.class.getName())
            .log(System.Logger.Level.DEBUG, "a pull did not close in order", e);
      }
    }
  }
}
