package omgservers.registry;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Why no match could ever be formed in a mode, or why its rules make no sense. */
final class ModeFaults {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final String LATENCY = "latency";

  private final List<String> faults;

  private ModeFaults(List<String> faults) {
    this.faults = faults;
  }

  static void add(VersionConfig.Mode mode, List<String> faults) {
    String where = "mode '%s': ".formatted(mode.name());
    ModeFaults found = new ModeFaults(faults);
    found.players(where, mode);
    found.times(where, mode);
    found.rules(where, mode);
  }

  private void fault(String where, String text) {
    faults.add(where + text);
  }

  private void players(String where, VersionConfig.Mode mode) {
    if (mode.minPlayers() > mode.maxPlayers()) {
      fault(
          where,
          "min_players %d is more than max_players %d"
              .formatted(mode.minPlayers(), mode.maxPlayers()));
    }
    Set<String> names = new HashSet<>();
    long mins = 0;
    long maxs = 0;
    int largest = 0;
    for (VersionConfig.Group group : mode.groups()) {
      if (!names.add(group.name())) {
        fault(where, "there are two groups named '%s'".formatted(group.name()));
      }
      if (group.minPlayers() > group.maxPlayers()) {
        fault(
            where,
            "group '%s': min_players %d is more than max_players %d"
                .formatted(group.name(), group.minPlayers(), group.maxPlayers()));
      }
      mins += group.minPlayers();
      maxs += group.maxPlayers();
      largest = Math.max(largest, group.maxPlayers());
    }
    if (mins > mode.maxPlayers()) {
      fault(
          where,
          "the groups need %d players, max_players is %d".formatted(mins, mode.maxPlayers()));
    }
    if (maxs < mode.minPlayers()) {
      fault(
          where,
          "the groups hold %d players, min_players is %d".formatted(maxs, mode.minPlayers()));
    }
    if (mode.partyMax() > Math.min(largest, mode.maxPlayers())) {
      fault(
          where,
          "party_size_max %d is more than a group holds, %d"
              .formatted(mode.partyMax(), Math.min(largest, mode.maxPlayers())));
    }
  }

  private void times(String where, VersionConfig.Mode mode) {
    Integer hold = mode.holdSeconds();
    Integer timeout = mode.ticketTimeoutSeconds();
    if (hold != null && timeout != null && hold >= timeout) {
      fault(
          where,
          "hold_seconds %d is not less than ticket_timeout_seconds %d".formatted(hold, timeout));
    }
  }

  private void rules(String where, VersionConfig.Mode mode) {
    Set<String> seen = new HashSet<>();
    List<ModeRule> rules = mode.allRules();
    for (int i = 0; i < rules.size(); i++) {
      ModeRule rule = rules.get(i);
      String place = where + "rules[%d]: ".formatted(i);
      String what = rule.attribute() == null ? rule.kind().name() : rule.attribute();
      if (!seen.add(what)) {
        fault(place, "there are two rules about '%s'".formatted(what));
      }
      switch (rule.kind()) {
        case DISTANCE -> distance(place, rule);
        case EQUAL -> equal(place, rule);
        case LATENCY -> latency(place, rule);
        case REMATCH -> rematch(place, rule, mode);
        default -> throw new IllegalStateException("no such rule");
      }
      order(place, rule);
    }
  }

  private void distance(String place, ModeRule rule) {
    attribute(place, rule);
    limit(place, rule);
    absent(place, rule, "minutes", rule.minutes());
    absent(place, rule, "regions", rule.regions());
    boolean number =
        rule.otherwise() == null
            || (rule.otherwise() instanceof JsonNumber given
                && Double.isFinite(given.doubleValue()));
    if (!number) {
      fault(place, "otherwise must be a number");
    }
  }

  private void equal(String place, ModeRule rule) {
    attribute(place, rule);
    absent(place, rule, "max", rule.max());
    absent(place, rule, "minutes", rule.minutes());
    absent(place, rule, "regions", rule.regions());
    boolean text =
        rule.otherwise() == null
            || (rule.otherwise() instanceof JsonString given && given.getString().length() <= 64);
    if (!text) {
      fault(place, "otherwise must be a text of at most 64 characters");
    }
    if (rule.steps().size() > 1) {
      fault(place, "widen: EQUAL holds or does not hold, so it has one step at most");
    }
    for (ModeRule.Step step : rule.steps()) {
      absent(place + "widen: ", rule, "max", step.max());
      absent(place + "widen: ", rule, "minutes", step.minutes());
    }
  }

  private void latency(String place, ModeRule rule) {
    absent(place, rule, "attribute", rule.attribute());
    absent(place, rule, "minutes", rule.minutes());
    absent(place, rule, "otherwise", rule.otherwise());
    limit(place, rule);
    List<String> regions = rule.regions();
    if (regions == null || regions.isEmpty()) {
      fault(place, "regions: LATENCY needs one at least");
    } else if (new HashSet<>(regions).size() < regions.size()) {
      fault(place, "regions: there is one twice");
    }
  }

  private void rematch(String place, ModeRule rule, VersionConfig.Mode mode) {
    absent(place, rule, "attribute", rule.attribute());
    absent(place, rule, "max", rule.max());
    absent(place, rule, "regions", rule.regions());
    absent(place, rule, "otherwise", rule.otherwise());
    if (rule.minutes() == null || rule.minutes() > ModeRule.MINUTES_MAX) {
      fault(place, "minutes: REMATCH needs them, from 1 to %d".formatted(ModeRule.MINUTES_MAX));
      return;
    }
    if (mode.maxPlayers() > ModeRule.REMATCH_PLAYERS_MAX) {
      fault(
          place,
          "REMATCH is for modes with max_players of at most %d"
              .formatted(ModeRule.REMATCH_PLAYERS_MAX));
    }
    int before = rule.minutes();
    for (ModeRule.Step step : rule.steps()) {
      absent(place + "widen: ", rule, "max", step.max());
      int minutes = step.minutes() == null ? 0 : step.minutes();
      if (minutes >= before) {
        fault(place, "widen: minutes %d after %d do not widen it".formatted(minutes, before));
      }
      before = minutes;
    }
  }

  private void attribute(String place, ModeRule rule) {
    if (rule.attribute() == null || !NAME.matcher(rule.attribute()).matches()) {
      fault(
          place,
          "attribute: %s needs a name of at most 64 letters, digits, '_', '.' and '-'"
              .formatted(rule.kind()));
    } else if (rule.attribute().equals(LATENCY)) {
      fault(place, "attribute: 'latency' is for rules of the kind LATENCY");
    }
  }

  private void limit(String place, ModeRule rule) {
    if (rule.max() == null || !Double.isFinite(rule.max())) {
      fault(place, "max: %s needs a number".formatted(rule.kind()));
      return;
    }
    double before = rule.max();
    for (ModeRule.Step step : rule.steps()) {
      absent(place + "widen: ", rule, "minutes", step.minutes());
      double max = step.max() == null ? Double.POSITIVE_INFINITY : step.max();
      if (max <= before) {
        fault(place, "widen: max %s after %s does not widen it".formatted(max, before));
      }
      before = max;
    }
  }

  private void order(String place, ModeRule rule) {
    int before = 0;
    for (ModeRule.Step step : rule.steps()) {
      if (step.afterSeconds() <= before || step.afterSeconds() > VersionConfig.SECONDS_MAX) {
        fault(
            place,
            "widen: after_seconds %d does not come after %d, or not within %d"
                .formatted(step.afterSeconds(), before, VersionConfig.SECONDS_MAX));
      }
      before = step.afterSeconds();
    }
  }

  private void absent(String place, ModeRule rule, String field, Object value) {
    if (value != null) {
      fault(place, "%s: %s has none".formatted(field, rule.kind()));
    }
  }
}
