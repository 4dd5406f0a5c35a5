package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import omgservers.registry.model.PushedImage;
import omgservers.registry.model.PushedImages;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Tenancy;

/**
 * What was pushed to the registry leads to versions. A push may be told several times, by whoever
 * knows of it, and in any order. Its methods begin transactions of their own, and must not be
 * called within one.
 */
@ApplicationScoped
public class Pushes {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  private final Repositories repositories;
  private final PushBook book;
  private final Quotas quotas;

  /** Pushes to these repositories, written down in this book. */
  @Inject
  public Pushes(Repositories repositories, PushBook book, Quotas quotas) {
    this.repositories = repositories;
    this.book = book;
    this.quotas = quotas;
  }

  protected Pushes() {
    this(null, null, null);
  }

  /** A content that got a tag of a repository, when, and by which account if that is known. */
  public record Push(String repository, String tag, String digest, Long pushedBy, Instant at) {
    /** A push of what has the form that a registry gives it. */
    public Push {
      if (!TAG.matcher(tag).matches()) {
        throw Refusal.field("tag", "'" + tag + "' is no tag");
      }
      if (!DIGEST.matcher(digest).matches()) {
        throw Refusal.field("digest", "'" + digest + "' is no digest");
      }
    }
  }

  /** What became of a push: a version, or the reason why none. */
  public record Outcome(PushedImage.State state, Long versionId, String reason) {
    static Outcome of(PushedImage image) {
      return new Outcome(
          image.state(),
          image.versionId().orElse(null),
          image.explanation().or(image::reason).orElse(null));
    }
  }

  /** The push happened; what becomes of it is decided soon. */
  public void record(Push push) {
    Tenancy.Place project =
        repositories
            .claim(push.repository)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        Qualifier.WRONG_IMAGE,
                        "The repository '" + push.repository + "' is no project's."));
    book.record(project, push);
  }

  /** A layer of an image that is being pushed is complete; repositories of nobody hold none. */
  public void layer(String repository, String digest, long size) {
    if (DIGEST.matcher(digest).matches() && size > 0) {
      repositories
          .find(repository)
          .ifPresent(
              project -> quotas.arrives(project.tenantId(), new PushedImages.Layer(digest, size)));
    }
  }

  /** What became of the content that was pushed to the repository, if anybody told of it. */
  public Optional<Outcome> outcome(String repository, String digest) {
    return repositories.find(repository).flatMap(project -> book.outcome(project, digest));
  }
}
