package omgservers.runtime.rest;

import java.math.BigInteger;
import java.time.Instant;
import omgservers.runtime.output.Metering;

/** What a game server used: thousandths of a CPU, MiB, and bytes since its start. */
public record UseView(
    Integer cpuMillis, Integer memoryMib, BigInteger networkIn, BigInteger networkOut, Instant at) {
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
