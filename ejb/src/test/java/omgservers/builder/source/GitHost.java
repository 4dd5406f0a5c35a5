package omgservers.builder.source;

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
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** A host of one repository, which speaks Git's protocol over HTTP. */
final class GitHost implements AutoCloseable {
  private final HttpServer server;
  private final Git git;

  GitHost(Path folder) throws Exception {
    NoGitFiles.install();
    git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/game.git/info/refs", this::advertise);
    server.createContext("/game.git/git-upload-pack", this::upload);
    server.createContext(
        "/moved.git",
        exchange -> {
          String rest = exchange.getRequestURI().toString().substring("/moved.git".length());
          exchange.getResponseHeaders().set("Location", "http://10.255.255.1/game.git" + rest);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  Git git() {
    return git;
  }

  String commit(String message) throws Exception {
    git.add().addFilepattern(".").call();
    PersonIdent who = new PersonIdent("tester", "tester@example.org");
    return git.commit().setMessage(message).setAuthor(who).setCommitter(who).call().name();
  }

  String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name + ".git";
  }

  private UploadPack pack() {
    Repository repository = git.getRepository();
    UploadPack pack = new UploadPack(repository);
    pack.setBiDirectionalPipe(false);
    return pack;
  }

  private void advertise(HttpExchange exchange) throws IOException {
    exchange
        .getResponseHeaders()
        .set("Content-Type", "application/x-git-upload-pack-advertisement");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      PacketLineOut out = new PacketLineOut(body);
      out.writeString("# service=git-upload-pack\n");
      out.end();
      pack().sendAdvertisedRefs(new PacketLineOutRefAdvertiser(out));
    }
  }

  private void upload(HttpExchange exchange) throws IOException {
    InputStream in = exchange.getRequestBody();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      in = new GZIPInputStream(in);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-result");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      pack().upload(in, body, null);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    git.close();
  }
}
