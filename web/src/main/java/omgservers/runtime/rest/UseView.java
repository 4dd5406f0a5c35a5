package omgservers.runtime.rest;

import java.math.BigInteger;
import java.time.Instant;
import omgservers.runtime.output.Metering;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a game server used: thousandths of a CPU, MiB, and bytes since its start. */
public record UseView(
    @Schema(nullable = true) Integer cpuMillis,
    @Schema(nullable = true) Integer memoryMib,
    @Schema(nullable = true) BigInteger networkIn,
    @Schema(nullable = true) BigInteger networkOut,
    Instant at) {
  static UseView of(Metering.Sample sample) {
    return new UseView(
        sample.cpuMillis(),
        sample.memoryMib(),
        bytes(sample.networkIn()),
        bytes(sample.networkOut()),
        sample.at());
  }

  private static BigInteger bytes(Long count) {
    return count == null ? null : BigInteger.valueOf(count);
  }
}
