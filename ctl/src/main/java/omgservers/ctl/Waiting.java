package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import omgservers.ctl.Api.Answer;

/** Waits for what the server does step by step, and shows how far it is. */
final class Waiting {
  private static final Duration PAUSE_MIN = Duration.ofMillis(250);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(2);
  private static final Duration BEGIN_MAX = Duration.ofHours(12);
  private static final String CLEAR = "\r\u001b[K";

  private final Output.Screen screen;
  private String shown = "";

  private Waiting(Output.Screen screen) {
    this.screen = screen;
  }

  /** How far it is: a text for the person, and whether that is what was waited for. */
  record Step(boolean done, String text) {}

  /** Waits, when --wait is given, until the thing at this path is gone. */
  static void untilGone(Call call, String path) {
    until(
        call,
        () -> {
          Answer answer = call.session().look(path);
          if (!answer.good()) {
            return new Step(true, "gone");
          }
          JsonNode view = answer.body();
          String state = view.path("state").asText();
          return new Step(state.equals("CLOSED"), state + left(view));
        });
  }

  /**
   * Waits, when --wait is given, until a lobby of the deployment is ready for players. A deployment
   * that keeps none ready starts one for the first player, so there is nothing to wait for.
   */
  static void untilLobby(Call call, String stage, String deployment) {
    String path = stage + "/deployments/" + deployment;
    until(
        call,
        () -> {
          ObjectNode view = call.session().read(path);
          if (view.path("state").asText().equals("CLOSED")) {
            throw new Trouble(
                Trouble.REFUSED,
                "The deployment was closed: " + Output.plain(view.path("reason").asText("-")));
          }
          JsonNode lobbies = call.session().read(path + "/lobbies").path("items");
          if (lobbies.isEmpty() && view.at("/config/min_lobbies").asInt() == 0) {
            return new Step(true, "lobbies: none is kept ready; the first player starts one");
          }
          boolean ready = Verbs.any(lobbies, lobby -> lobby.path("state").asText().equals("READY"));
          return new Step(
              ready,
              "lobbies: "
                  + counts(lobbies)
                  + (ready ? "" : reasons(call, stage, deployment, view)));
        });
  }

  /** Waits until the build at this path is no longer waiting, and shows what it waits for. */
  static void untilBegun(Call call, String path, Predicate<JsonNode> begun) {
    new Waiting(call.output().screen())
        .until(
            BEGIN_MAX,
            () -> {
              ObjectNode view = call.session().read(path);
              Set<String> reasons = new LinkedHashSet<>();
              collect(view, reasons);
              return new Step(
                  begun.test(view),
                  view.path("state").asText()
                      + (reasons.isEmpty() ? "" : ": " + String.join("; ", reasons)));
            });
  }

  /** Waits, when that is wished, until the move of slots at the path has ended. */
  static void untilMoved(Call call, String path) {
    until(
        call,
        () -> {
          ObjectNode view = call.session().read(path);
          Set<String> reasons = new LinkedHashSet<>();
          collect(view, reasons);
          String state = view.path("state").asText();
          String text =
              "%s: %d of %d slots"
                      .formatted(state, view.path("moved").asInt(), view.path("slots").asInt())
                  + (reasons.isEmpty() ? "" : "; " + String.join("; ", reasons));
          if (state.equals("FAILED") || state.equals("CANCELLED")) {
            throw new Trouble(Trouble.REFUSED, "The move has ended: " + text);
          }
          return new Step(state.equals("DONE"), text);
        });
  }

  /** Shows how much of something was done. */
  static final class Progress {
    private static final double MIB = 1 << 20;
    private final Waiting waiting;
    private final String what;
    private String last = "";

    private Progress(Waiting waiting, String what) {
      this.waiting = waiting;
      this.what = what;
    }

    /** So many bytes were sent; without a terminal only the end is told. */
    synchronized void at(long bytes) {
      last = "%s: %.1f MiB".formatted(what, bytes / MIB);
      if (waiting.screen.terminal().present()) {
        waiting.show(last);
      }
    }

    synchronized void end() {
      waiting.show(last);
      waiting.finish();
    }
  }

  /** The progress of this. */
  static Progress progress(Call call, String what) {
    return new Progress(new Waiting(call.output().screen()), what);
  }

  private static String counts(JsonNode things) {
    Map<String, Integer> counts = new TreeMap<>();
    things.forEach(each -> counts.merge(each.path("state").asText(), 1, Integer::sum));
    return counts.isEmpty()
        ? "none yet"
        : String.join(
            ", ",
            counts.entrySet().stream().map(each -> each.getValue() + " " + each.getKey()).toList());
  }

  /** Why it is not ready: what the deployment says, and what its game servers say. */
  private static String reasons(Call call, String stage, String deployment, JsonNode view) {
    Set<String> reasons = new LinkedHashSet<>();
    collect(view, reasons);
    call.session()
        .read(stage + "/runtimes?deployment=" + Call.encode(deployment))
        .path("items")
        .forEach(runtime -> collect(runtime, reasons));
    return reasons.isEmpty() ? "" : "; " + String.join("; ", reasons);
  }

  private static void collect(JsonNode thing, Set<String> reasons) {
    if (thing.path("reason").isTextual()) {
      reasons.add(Output.plain(thing.path("reason").asText().replace('\n', ' ')));
    }
  }

  /** What is left of a thing that goes step by step, and why it waits. */
  private static String left(JsonNode view) {
    JsonNode removal = view.path("removal");
    List<String> parts = new ArrayList<>();
    removal
        .path("left")
        .properties()
        .forEach(
            each -> {
              if (each.getValue().asLong() > 0) {
                parts.add(each.getValue().asLong() + " " + each.getKey());
              }
            });
    Set<String> reasons = new LinkedHashSet<>();
    collect(removal, reasons);
    collect(view, reasons);
    return (parts.isEmpty() ? "" : ", left: " + String.join(", ", parts))
        + (reasons.isEmpty() ? "" : "; " + String.join("; ", reasons));
  }

  private static void until(Call call, Supplier<Step> look) {
    Duration max = call.duration(Options.WAIT);
    if (max != null && !call.output().dry()) {
      new Waiting(call.output().screen()).until(max, look);
    }
  }

  /** A server that is away for a moment, for a restart say, is waited for as well. */
  private void until(Duration max, Supplier<Step> look) {
    long end = System.nanoTime() + max.toNanos();
    Duration pause = PAUSE_MIN;
    while (true) {
      Step step;
      try {
        step = look.get();
      } catch (Trouble e) {
        if (e.exitCode() != Trouble.UNREACHABLE) {
          finish();
          throw e;
        }
        step = new Step(false, e.getMessage());
      }
      show(step.text());
      if (step.done()) {
        finish();
        return;
      }
      if (System.nanoTime() >= end) {
        finish();
        throw new Trouble(Trouble.WAITED, "Waited for " + max.toSeconds() + " s in vain: " + shown);
      }
      sleep(pause);
      pause = pause.multipliedBy(3).dividedBy(2);
      pause = pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
    }
  }

  private void show(String text) {
    if (text.equals(shown)) {
      return;
    }
    shown = text;
    if (screen.terminal().present()) {
      int width = screen.terminal().width().getAsInt() - 1;
      screen.err().print(CLEAR + text.substring(0, Math.min(width, text.length())));
    } else {
      screen.err().println(text);
    }
    screen.err().flush();
  }

  private void finish() {
    if (screen.terminal().present()) {
      screen.err().println();
      screen.err().flush();
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble(Trouble.WAITED, "Interrupted.", e);
    }
  }
}
