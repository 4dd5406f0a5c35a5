package omgservers.shared.ws;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The queue of a socket beside a socket whose slowness the test decides: with a real one it would
 * be the operating system that does.
 */
class OutgoingTest {
  private static final SocketFigures.Door DOOR = new SocketFigures().door("/dispatcher/v1");

  private final List<String> sent = new ArrayList<>();
  private final List<SendHandler> underWay = new ArrayList<>();
  private volatile CloseReason closed;
  private int pings;
  private boolean quick;

  private final Outgoing outgoing = new Outgoing(session(), 4, 100, DOOR, Runnable::run);

  private Session session() {
    RemoteEndpoint.Async remote =
        stand(
            RemoteEndpoint.Async.class,
            (method, arguments) -> {
              if (method.equals("sendPing")) {
                pings++;
                return null;
              }
              Object message = arguments[0];
              sent.add(
                  message instanceof ByteBuffer buffer
                      ? "BIN " + buffer.remaining()
                      : "" + message);
              SendHandler handler = (SendHandler) arguments[1];
              if (quick) {
                handler.onResult(new SendResult());
              } else {
                underWay.add(handler);
              }
              return null;
            });
    return stand(
        Session.class,
        (method, arguments) -> {
          switch (method) {
            case "close" -> {
              closed = (CloseReason) arguments[0];
              return null;
            }
            case "isOpen" -> {
              return closed == null;
            }
            default -> {
              return remote;
            }
          }
        });
  }

  private interface Behaviour {
    Object call(String method, Object[] arguments);
  }

  private static <T> T stand(Class<T> type, Behaviour behaviour) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> behaviour.call(method.getName(), arguments)));
  }

  /** The socket takes what is under way. */
  private void take() {
    underWay.remove(0).onResult(new SendResult());
  }

  @Test
  void sendsOneAfterTheOtherInOrder() {
    outgoing.send("a");
    outgoing.send(new byte[3]);
    outgoing.send("c");
    assertThat(sent).containsExactly("a");
    take();
    take();
    take();
    assertThat(sent).containsExactly("a", "BIN 3", "c");
    assertThat(underWay).isEmpty();
  }

  @Test
  void dropsTheOldestThatMayBeDroppedAndNothingElse() {
    outgoing.send("under way");
    outgoing.send("state 1", true);
    outgoing.send("event 1");
    outgoing.send("state 2", true);
    outgoing.send("event 2");
    outgoing.send("state 3", true);
    outgoing.send("event 3");
    while (!underWay.isEmpty()) {
      take();
    }
    assertThat(sent).containsExactly("under way", "event 1", "event 2", "state 3", "event 3");
    assertThat(closed).isNull();
  }

  @Test
  void closesWhoMissesMoreMessagesThanFit() {
    IntStream.rangeClosed(0, 4).forEach(i -> outgoing.send("event " + i));
    assertThat(closed).isNull();
    outgoing.send("one too many");
    assertThat(outgoing.isOver()).isTrue();
    assertThat(closed.getCloseCode().getCode()).isEqualTo(CloseCode.TOO_SLOW);
    take();
    outgoing.send("later");
    assertThat(sent).as("nothing is sent any more").containsExactly("event 0");
  }

  @Test
  void closesWhoMissesMoreBytesThanFit() {
    outgoing.send("under way");
    outgoing.send("x".repeat(60), true);
    outgoing.send("y".repeat(100));
    assertThat(closed).as("the droppable one made room").isNull();
    outgoing.send("z");
    assertThat(outgoing.isOver()).isTrue();
    assertThat(closed.getCloseCode().getCode()).isEqualTo(CloseCode.TOO_SLOW);
  }

  @Test
  void endsWhenTheOtherEndIsHeardOf() {
    outgoing.send("a");
    outgoing.send("b");
    assertThat(outgoing.isOver()).isFalse();
    outgoing.close(CloseCode.REPLACED, "Replaced");
    outgoing.close(CloseCode.NORMAL, "Too late");
    outgoing.send("c");
    assertThat(closed).isNull();
    assertThat(pings).as("it is asked for a sign of life").isEqualTo(1);
    take();
    assertThat(sent).as("what was said before").containsExactly("a", "b");
    assertThat(outgoing.isOver()).isTrue();
    assertThat(closed.getReasonPhrase()).isEqualTo("Replaced");
  }

  @Test
  void endsWithoutAnAnswerToo() throws InterruptedException {
    outgoing.close(CloseCode.REPLACED, "Replaced");
    for (int i = 0; closed == null && i < 1_000; i++) {
      Thread.sleep(Outgoing.END_MILLIS / 20);
    }
    assertThat(closed.getReasonPhrase()).isEqualTo("Replaced");
  }

  @Test
  void tellsWhenTheSocketTookIt() {
    List<String> taken = new ArrayList<>();
    outgoing.send("a", () -> taken.add("a"));
    outgoing.send("b", () -> taken.add("b"));
    assertThat(taken).isEmpty();
    take();
    assertThat(taken).containsExactly("a");
    take();
    assertThat(taken).containsExactly("a", "b");
  }

  @Test
  void doesNotNestWhenTheSocketTakesAllAtOnce() {
    Outgoing large = new Outgoing(session(), 100_000, 10_000_000, DOOR, Runnable::run);
    large.send("first");
    IntStream.range(0, 50_000).forEach(i -> large.send("message"));
    quick = true;
    take();
    assertThat(sent).hasSize(50_001);
  }
}
