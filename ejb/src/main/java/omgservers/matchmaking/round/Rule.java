package omgservers.matchmaking.round;

import java.util.List;

/**
 * Whom a ticket accepts. It is asked of the ticket that looks for others; its limit is that of the
 * age of this ticket, and infinite when the rule holds no longer.
 */
public sealed interface Rule {
  /** The limit, which widens with the age of the ticket that looks. */
  Limit limit();

  /** Numbers that are no further apart than the limit. */
  record Distance(String attribute, Double otherwise, Limit limit) implements Rule {}

  /** The same text; any text when the limit is infinite. */
  record Equal(String attribute, String otherwise, Limit limit) implements Rule {}

  /** One of the regions that everybody reaches within the limit, in milliseconds. */
  record Latency(List<String> regions, Limit limit) implements Rule {}

  /** Nobody with whom a match began within the limit, in milliseconds before now. */
  record Rematch(Limit limit) implements Rule {}
}
