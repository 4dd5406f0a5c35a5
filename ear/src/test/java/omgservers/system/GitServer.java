package omgservers.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** A folder that others fetch from, by Git's protocol over HTTP. */
final class GitServer implements AutoCloseable {
  private final HttpServer server;
  private final Git git;

  GitServer(Path folder) {
    try {
      git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** What is in the folder is committed; the commit. */
  String commit() {
    PersonIdent who = new PersonIdent("tester", "tester@example.org");
    try {
      git.add().addFilepattern(".").call();
      return git.commit()
          .setMessage("all")
          .setAuthor(who)
          .setCommitter(who)
          .setSign(false)
          .call()
          .name();
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/game.git";
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean refs = exchange.getRequestURI().getPath().endsWith("/info/refs");
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type", "application/x-git-upload-pack-" + (refs ? "advertisement" : "result"));
    InputStream in = exchange.getRequestBody();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      in = new GZIPInputStream(in);
    }
    UploadPack pack = new UploadPack(git.getRepository());
    pack.setBiDirectionalPipe(false);
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      if (refs) {
        PacketLineOut out = new PacketLineOut(body);
        out.writeString("# service=git-upload-pack\n");
        out.end();
        pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(out));
      } else {
        pack.upload(in, body, null);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    git.close();
  }
}
