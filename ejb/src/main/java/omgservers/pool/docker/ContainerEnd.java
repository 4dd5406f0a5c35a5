package omgservers.pool.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import omgservers.pool.Driver.Exit;
import omgservers.pool.Driver.Observation;
import omgservers.pool.Driver.Presence;

/** Why a container does not run any more, in words, with its last lines. */
final class ContainerEnd {
  private static final int TAIL_LINES = 5;
  private static final int TAIL_CHARACTERS = 2_000;
  private static final int TAIL_SECONDS = 5;
  private static final int KILLED = 137;
  private static final int TERMINATED = 143;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int LOOKS_MAX = 6;
  private static final long LOOK_MILLIS = 250;
  private static final long BYTES_PER_MIB = 1L << 20;

  private ContainerEnd() {}

  static Observation of(DockerClient streams, InspectContainerResponse container) {
    InspectContainerResponse.ContainerState state = container.getState();
    int code = state.getExitCodeLong() == null ? -1 : state.getExitCodeLong().intValue();
    boolean memory = Boolean.TRUE.equals(state.getOOMKilled()) || learns(streams, container, code);
    String how =
        memory
            ? "The game server used more than its %d MiB of memory and was killed."
                .formatted(container.getHostConfig().getMemory() / BYTES_PER_MIB)
            : said(code, state.getError());
    String tail = tail(streams, container.getId());
    return new Observation(
        Presence.STOPPED,
        tail.isEmpty() ? how : how + " Last output: " + tail,
        new Exit(code, memory));
  }

  /** An engine may learn that it was the memory only a moment after it learned of the end. */
  private static boolean learns(DockerClient engine, InspectContainerResponse container, int code) {
    boolean memory = false;
    try {
      for (int look = 0; code == KILLED && !memory && look < LOOKS_MAX; look++) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        InspectContainerResponse again = engine.inspectContainerCmd(container.getId()).exec();
        memory = Boolean.TRUE.equals(again.getState().getOOMKilled());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (NotFoundException e) {
      return false;
    }
    return memory;
  }

  static String said(int code, String error) {
    String what =
        switch (code) {
          case 0 -> "The game server ended by itself (code 0).";
          case KILLED -> "The game server was killed (code 137).";
          case TERMINATED -> "The game server was asked to stop (code 143).";
          case NOT_EXECUTABLE -> "The command of the image cannot be executed (code 126).";
          case NOT_FOUND -> "The command of the image was not found (code 127).";
          default -> "The game server ended with code " + code + ".";
        };
    return error == null || error.isBlank() ? what : what + " " + error.strip() + ".";
  }

  /** The last lines, if they can be had: an end without words is an end, too. */
  private static String tail(DockerClient streams, String container) {
    Tail tail = new Tail();
    try {
      streams
          .logContainerCmd(container)
          .withStdOut(true)
          .withStdErr(true)
          .withTail(TAIL_LINES)
          .exec(tail)
          .awaitCompletion(TAIL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      System.getLogger(ContainerEnd.class.getName())
          .log(System.Logger.Level.DEBUG, "no last lines of " + container, e);
    }
    return tail.text();
  }

  private static final class Tail extends ResultCallback.Adapter<Frame> {
    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized void onNext(Frame frame) {
      if (lines.size() < TAIL_LINES) {
        lines.add(new String(frame.getPayload(), StandardCharsets.UTF_8).strip());
      }
    }

    synchronized String text() {
      String text = String.join(" | ", lines);
      return text.length() <= TAIL_CHARACTERS
          ? text
          : text.substring(text.length() - TAIL_CHARACTERS);
    }
  }
}
