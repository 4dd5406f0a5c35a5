package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.tenancy.Tenancy;

/**
 * Lets go of images whose versions or projects are being deleted: the registry is told to forget
 * them soon after. Its methods begin transactions of their own, and can be repeated.
 */
@ApplicationScoped
public class ImageRelease {
  private final PushBook book;
  private final Repositories repositories;

  /** Release of what this book knows. */
  @Inject
  public ImageRelease(PushBook book, Repositories repositories) {
    this.book = book;
    this.repositories = repositories;
  }

  protected ImageRelease() {
    this(null, null);
  }

  /** What the version was made of goes, unless another version is made of it, too. */
  public void ofVersion(long tenant, long version) {
    book.releaseVersion(tenant, version);
  }

  /** All images of the project go; its repositories are free when they have gone. */
  public void ofProject(long tenant, long projectId) {
    Tenancy.Place project = new Tenancy.Place(tenant, projectId, 0);
    boolean more;
    do {
      more = book.releaseProject(project);
    } while (more);
    if (!book.isAnyOf(project)) {
      repositories.release(projectId);
    }
  }
}
