package omgservers.pool.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import omgservers.pool.Site;
import omgservers.shared.platform.Settings;

/**
 * The connections to one engine. Each kind of call has a client of its own, because a client has
 * one deadline for all its answers; streams have none, they are ended by whoever reads them.
 */
record EngineLine(
    DockerClient calls, DockerClient creates, DockerClient starts, DockerClient streams)
    implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 16;
  private static final int STREAMS_MAX = 20_000;

  /** Connections as the server's row and the settings say; nothing is sent yet. */
  static EngineLine to(Site site, Settings settings) {
    End end = End.of(site, settings);
    return to(end, settings, end.client(null, STREAMS_MAX));
  }

  private static EngineLine to(End end, Settings settings, DockerClient streams) {
    return new EngineLine(
        end.client(settings.engineCall(), CONNECTIONS_MAX),
        end.client(settings.engineCreate(), CONNECTIONS_MAX),
        end.client(settings.engineStart(), CONNECTIONS_MAX),
        streams);
  }

  /** New connections for calls; streams go on, and end by themselves when they have to. */
  EngineLine renewed(Site site, Settings settings) {
    EngineLine fresh = to(End.of(site, settings), settings, streams);
    close(calls, creates, starts);
    return fresh;
  }

  /** A client for streams alone, whose requests go through something. */
  static DockerClient client(
      Site site, Settings settings, int connections, UnaryOperator<DockerHttpClient> through) {
    End end = End.of(site, settings);
    return end.client(through.apply(end.http(null, connections)));
  }

  /** Where an engine is reached, and with which keys. */
  private record End(String name, URI host, EngineKeys keys, Settings settings) {
    static End of(Site site, Settings settings) {
      Optional<EngineKeys> keys =
          EngineKeys.named(settings.poolSecrets(), site.engine().credentials());
      String address = site.engine().address();
      boolean secure = site.engine().isSecure();
      if (secure && keys.filter(EngineKeys::hasCertificates).isEmpty()) {
        throw new IllegalStateException(
            site.name() + ": an https address needs credentials with a ca.pem");
      }
      URI host = URI.create(secure ? "tcp" + address.substring("https".length()) : address);
      return new End(site.name(), host, secure ? keys.orElseThrow() : null, settings);
    }

    DockerClient client(Duration answer, int connections) {
      return client(http(answer, connections));
    }

    DockerHttpClient http(Duration answer, int connections) {
      DockerHttpClient http =
          new ZerodepDockerHttpClient.Builder()
              .dockerHost(host)
              .sslConfig(keys)
              .maxConnections(connections)
              .connectionTimeout(settings.engineConnect())
              .responseTimeout(answer)
              .build();
      return settings.tracesEndpoint().isPresent() ? new TracedEngine(name, http) : http;
    }

    DockerClient client(DockerHttpClient http) {
      return DockerClientImpl.getInstance(
          DefaultDockerClientConfig.createDefaultConfigBuilder()
              .withDockerHost(host.toString())
              .withDockerTlsVerify(false)
              .build(),
          http);
    }
  }

  @Override
  public void close() {
    close(calls, creates, starts, streams);
  }

  private static void close(DockerClient... clients) {
    for (DockerClient client : clients) {
      try {
        client.close();
      } catch (IOException e) {
        System.getLogger(EngineLine.class.getName())
            .log(System.Logger.Level.DEBUG, "an engine's connections did not close", e);
      }
    }
  }
}
