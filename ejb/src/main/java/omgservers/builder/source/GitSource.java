package omgservers.builder.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import omgservers.builder.model.BuildWish;
import omgservers.shared.problem.Refusal;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Source in a Git repository: one commit is fetched, without its past, and its tree is written as
 * an archive. Nothing is checked out, so no filter, no hook and no link of the repository does
 * anything; no other program is run.
 */
public final class GitSource {
  private static final String LOCAL = "refs/omgservers/source";
  private static final int SILENCE_SECONDS = 30;
  private static final int EXECUTABLE = 0755;
  private static final int PLAIN = 0644;

  private final Bounds bounds;
  private final boolean privately;
  private final BooleanSupplier cancelled;
  private final Consumer<String> output;

  /** Fetches within the bounds until it is cancelled; what it says goes to the receiver. */
  public GitSource(
      Bounds bounds, boolean privately, BooleanSupplier cancelled, Consumer<String> output) {
    this.bounds = bounds;
    this.privately = privately;
    this.cancelled = cancelled;
    this.output = output;
  }

  /**
   * Writes the tree that is asked for into the archive, and tells its commit; the folder is there
   * to work in, and is not there yet.
   */
  public String fetch(BuildWish.Git wanted, String dockerfile, Path folder, Path archive)
      throws SourceFault {
    NoGitFiles.install();
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build()) {
      repository.create(true);
      fetch(repository, wanted);
      // A commit that is asked for by its id gets no name here.
      boolean named = wanted.ref() == null || !ObjectId.isId(wanted.ref());
      ObjectId commit = repository.resolve((named ? LOCAL : wanted.ref()) + "^{commit}");
      if (commit == null) {
        throw new SourceFault("'" + wanted.ref() + "' is no commit.");
      }
      write(repository, commit, dockerfile, archive);
      return commit.name();
    } catch (Refusal e) {
      throw new SourceFault(e.getMessage(), e);
    } catch (IOException | URISyntaxException | RuntimeException e) {
      throw new SourceFault(
          "The repository cannot be fetched: %s.".formatted(words(e).replaceAll("\\.$", "")), e);
    }
  }

  private static String words(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? fault.getMessage() : root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  private void fetch(Repository repository, BuildWish.Git wanted)
      throws IOException, URISyntaxException, SourceFault {
    GuardedConnection.Factory connections =
        new GuardedConnection.Factory(privately, new AtomicLong(bounds.unpacked()));
    try (Transport transport = Transport.open(repository, new URIish(wanted.url()))) {
      if (!(transport instanceof TransportHttp http)) {
        throw new SourceFault("The repository has no http or https address.");
      }
      http.setHttpConnectionFactory(connections);
      transport.setTimeout(SILENCE_SECONDS);
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setDepth(1);
      String ref = find(transport, wanted.ref());
      output.accept("Fetching %s of %s%n".formatted(ref, wanted.url()));
      transport.fetch(new Monitor(), List.of(new RefSpec("+" + ref + ":" + LOCAL)));
    }
  }

  private final class Monitor extends EmptyProgressMonitor {
    @Override
    public boolean isCancelled() {
      return cancelled.getAsBoolean();
    }
  }

  /** The full name of the branch or tag; a commit's id stays as it is. */
  private static String find(Transport transport, String wanted)
      throws TransportException, SourceFault, org.eclipse.jgit.errors.NotSupportedException {
    if (wanted != null && ObjectId.isId(wanted)) {
      return wanted;
    }
    List<String> names =
        wanted == null
            ? List.of("HEAD")
            : List.of("refs/heads/" + wanted, "refs/tags/" + wanted, wanted);
    try (FetchConnection connection = transport.openFetch()) {
      for (String name : names) {
        Ref found = connection.getRef(name);
        if (found != null) {
          return found.getName();
        }
      }
    }
    throw new SourceFault(
        wanted == null
            ? "The repository is empty."
            : "The repository has no branch and no tag '" + wanted + "'.");
  }

  private void write(Repository repository, ObjectId id, String dockerfile, Path archive)
      throws IOException, SourceFault {
    try (RevWalk revisions = new RevWalk(repository);
        TreeWalk walk = new TreeWalk(repository);
        OutputStream file = Files.newOutputStream(archive);
        SourceTree tree = new SourceTree(file, bounds)) {
      RevCommit commit = revisions.parseCommit(id);
      walk.addTree(commit.getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        if (cancelled.getAsBoolean()) {
          throw new SourceFault("It was cancelled.");
        }
        add(tree, walk);
      }
      tree.requireFile("dockerfile", dockerfile);
    }
  }

  private void add(SourceTree tree, TreeWalk walk) throws IOException {
    FileMode mode = walk.getFileMode();
    String path = walk.getPathString();
    if (mode == FileMode.GITLINK) {
      output.accept("The submodule %s is not fetched.%n".formatted(path));
      return;
    }
    ObjectLoader content = walk.getObjectReader().open(walk.getObjectId(0));
    if (mode == FileMode.SYMLINK) {
      tree.link(path, SourceTree.text(content.getBytes(Bounds.LINK_MAX)));
      return;
    }
    try (InputStream stream = content.openStream()) {
      tree.file(
          path, mode == FileMode.EXECUTABLE_FILE ? EXECUTABLE : PLAIN, content.getSize(), stream);
    }
  }
}
