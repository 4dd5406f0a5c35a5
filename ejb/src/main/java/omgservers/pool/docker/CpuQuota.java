package omgservers.pool.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;

/**
 * Connections whose builds may use a share of CPU only: engines take that as parameters, which the
 * library's call has no names for.
 */
record CpuQuota(DockerHttpClient http, int cpuMillis) implements DockerHttpClient {
  private static final String BUILD = "/build?";
  private static final long PERIOD = 100_000;
  private static final long QUOTA_PER_MILLI = 100;

  @Override
  public Response execute(Request request) {
    return http.execute(request.path().contains(BUILD) ? limited(request) : request);
  }

  private Request limited(Request request) {
    String path =
        request.path() + "&cpuperiod=" + PERIOD + "&cpuquota=" + cpuMillis * QUOTA_PER_MILLI;
    return Request.builder().from(request).path(path).build();
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
