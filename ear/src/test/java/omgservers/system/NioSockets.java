package omgservers.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Very many WebSockets in one thread and with a few hundred bytes each, for benches: they open,
 * send one frame if they have one, answer pings, and pass over all else.
 */
final class NioSockets implements AutoCloseable {
  private static final int BUFFER = 16_384;
  private static final int PING = 9;
  private static final int CLOSE = 8;
  private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
  private static final String OPENED = "HTTP/1.1 101";

  private final Selector selector;
  private final Queue<Held> fresh = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private volatile boolean over;

  NioSockets() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::run, "sockets");
    thread.setDaemon(true);
    thread.start();
  }

  /** One socket; completes when it is open. */
  static final class Held {
    private final SocketChannel channel;
    private final CompletableFuture<Held> opened = new CompletableFuture<>();
    private final byte[] head = new byte[OPENED.length()];
    private byte[] toSend;
    private byte[] first;
    private int headRead;
    private int endRead;
    private boolean open;
    private long skip;
    private boolean closed;

    private Held(SocketChannel channel, byte[] handshake, byte[] first) {
      this.channel = channel;
      this.toSend = handshake;
      this.first = first;
    }

    /** Breaks off without a word. */
    void abort() {
      closed = true;
      try {
        channel.socket().setSoLinger(true, 0);
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Whether the other side has closed it. */
    boolean isClosed() {
      return closed;
    }
  }

  /** Opens a socket, and sends this text when it is open, unless it is null. */
  CompletableFuture<Held> open(URI url, String protocols, String first) {
    String handshake =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                .formatted(url.getPath(), url.getAuthority())
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + (protocols.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocols + "\r\n")
            + "\r\n";
    try {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()));
      Held held =
          new Held(
              channel,
              handshake.getBytes(StandardCharsets.US_ASCII),
              first == null ? null : frame(first));
      fresh.add(held);
      selector.wakeup();
      return held.opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A short text, masked with zeros. */
  private static byte[] frame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(6 + bytes.length)
        .put((byte) 0x81)
        .put((byte) (0x80 | bytes.length))
        .putInt(0)
        .put(bytes)
        .array();
  }

  private void run() {
    try {
      while (!over) {
        selector.select();
        for (Held held = fresh.poll(); held != null; held = fresh.poll()) {
          held.channel.register(selector, SelectionKey.OP_CONNECT, held);
        }
        for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
          serve(key, (Held) key.attachment());
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(SelectionKey key, Held held) {
    try {
      if (!key.isValid()) {
        return;
      }
      if (key.isConnectable() && held.channel.finishConnect()) {
        key.interestOps(SelectionKey.OP_READ);
        write(held, held.toSend);
        held.toSend = null;
      }
      if (key.isReadable()) {
        buffer.clear();
        if (held.channel.read(buffer) < 0) {
          throw new IOException("ended");
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
          read(held);
        }
      }
    } catch (IOException e) {
      key.cancel();
      held.closed = true;
      held.opened.completeExceptionally(e);
    }
  }

  private static void write(Held held, byte[] bytes) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    held.channel.write(all);
    if (all.hasRemaining()) {
      throw new IOException("a short frame does not fit into an empty socket");
    }
  }

  private void read(Held held) throws IOException {
    if (!held.open) {
      readHead(held, buffer.get());
    } else if (held.skip > 0) {
      int part = (int) Math.min(held.skip, buffer.remaining());
      buffer.position(buffer.position() + part);
      held.skip -= part;
    } else {
      readFrame(held, buffer.get());
    }
  }

  private static void readHead(Held held, byte next) throws IOException {
    if (held.headRead < OPENED.length()) {
      held.head[held.headRead++] = next;
    }
    held.endRead = next == HEAD_END[held.endRead] ? held.endRead + 1 : next == '\r' ? 1 : 0;
    if (held.endRead == HEAD_END.length) {
      String status = new String(held.head, StandardCharsets.US_ASCII);
      if (!status.equals(OPENED)) {
        throw new IOException(status);
      }
      held.open = true;
      held.headRead = 0;
      if (held.first != null) {
        write(held, held.first);
        held.first = null;
      }
      held.opened.complete(held);
    }
  }

  /** Two bytes, and the length if it is not in the second one. */
  private static void readFrame(Held held, byte next) throws IOException {
    held.head[held.headRead++] = next;
    if (held.headRead < 2) {
      return;
    }
    int length = held.head[1] & 0x7F;
    int whole = length < 126 ? 2 : length == 126 ? 4 : 10;
    if (held.headRead < whole) {
      return;
    }
    held.skip = length;
    for (int i = 2; i < whole; i++) {
      held.skip = (i == 2 ? 0 : held.skip << 8) | (held.head[i] & 0xFF);
    }
    held.headRead = 0;
    int kind = held.head[0] & 0x0F;
    if (kind == PING) {
      write(held, PONG);
    } else if (kind == CLOSE) {
      held.closed = true;
    }
  }

  @Override
  public void close() {
    over = true;
    selector.wakeup();
    for (SelectionKey key : selector.keys()) {
      ((Held) key.attachment()).abort();
    }
  }
}
