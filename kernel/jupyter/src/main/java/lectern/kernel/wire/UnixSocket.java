package lectern.kernel.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Socket;
import org.zeromq.ZMQException;

/// One address of the transport `ipc`: a socket file that only its owner can use.
///
/// JeroMQ imitates `ipc` with a TCP port, which other clients do not find and every user of the
/// machine can reach. So the file is served here, and each client joined byte for byte with a
/// connection that JeroMQ itself opens, to a port that takes that one connection and no other.
final class UnixSocket {

  private static final int PATIENCE_MILLIS = 5000;

  /// JeroMQ now and then forgets to begin a handshake (its pull request 1022); the client is then
  /// soon cut off and comes again.
  private static final int HANDSHAKE_MILLIS = 1000;

  private static final int CHUNK = 64 * 1024;

  private final Socket socket;
  private final Socket orders;
  private final Socket outbox;
  private final Path file;
  private final ServerSocketChannel listener;
  private final Set<Thread> joined = ConcurrentHashMap.newKeySet();

  /// The local ports of JeroMQ's connections, by the address that they go to.
  private final Map<String, CompletableFuture<Integer>> dialled = new ConcurrentHashMap<>();

  /// Listens at a file; a stale one is replaced.
  ///
  /// @param socket is bound nowhere; its thread polls [#orders]
  UnixSocket(ZContext context, Socket socket, Path file) throws IOException {
    this.socket = socket;
    this.file = file.toAbsolutePath();
    socket.setReconnectIVL(-1);
    socket.setHandshakeIvl(HANDSHAKE_MILLIS);
    socket.setEventHook(
        event -> {
          var dial = dialled.get(event.getAddress());
          if (dial != null && event.getValue() instanceof SocketChannel channel) {
            dial.complete(portOf(channel));
          }
        },
        ZMQ.EVENT_CONNECTED);
    var name = "inproc://orders-" + this.file;
    orders = context.createSocket(SocketType.PULL);
    orders.bind(name);
    outbox = context.createSocket(SocketType.PUSH);
    outbox.connect(name);
    listener = listen(this.file);
    start("lectern-ipc", this::accept);
  }

  /// Made elsewhere and moved into place, so that nobody can connect before the file is private.
  private static ServerSocketChannel listen(Path file) throws IOException {
    var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    var folder = Files.createTempDirectory(file.getParent(), ".ipc"); // its owner's alone
    try {
      var made = folder.resolve("s");
      listener.bind(UnixDomainSocketAddress.of(made));
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      return listener;
    } catch (IOException e) {
      listener.close();
      throw e;
    } finally {
      Files.deleteIfExists(folder.resolve("s"));
      Files.delete(folder);
    }
  }

  /// What the socket's thread has to [#obey].
  Socket orders() {
    return orders;
  }

  /// Opens or closes a connection; called by the socket's thread.
  void obey() {
    var order = orders.recvStr();
    var address = order.substring(1);
    if (order.startsWith("+")) {
      socket.connect(address);
    } else {
      socket.disconnect(address);
    }
  }

  private void accept() {
    try {
      while (true) {
        var client = listener.accept();
        start("lectern-ipc-in", () -> join(client));
      }
    } catch (IOException e) {
      if (listener.isOpen()) {
        Log.bug("no more clients at " + file, e);
      }
    }
  }

  private void join(SocketChannel client) {
    try (client) {
      var gate =
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      var address = "tcp://127.0.0.1:" + gate.socket().getLocalPort();
      dialled.put(address, new CompletableFuture<>());
      order("+" + address);
      try (var kernel = accept(gate, dialled.get(address))) {
        start("lectern-ipc-out", () -> copy(kernel, client));
        copy(client, kernel);
      } finally {
        dialled.remove(address);
        order("-" + address);
      }
    } catch (IOException | TimeoutException e) {
      Log.line("a client at " + file + " was not connected: " + e.getMessage());
    } catch (ZMQException e) {
      Log.unlessEnding(false, "a client at " + file + " was not connected", e);
    }
  }

  private synchronized void order(String text) {
    outbox.send(text);
  }

  /// JeroMQ's own connection, after which the gate is closed; those of others are turned away.
  private static SocketChannel accept(ServerSocketChannel gate, CompletableFuture<Integer> port)
      throws IOException, TimeoutException {
    try (gate) {
      gate.socket().setSoTimeout(PATIENCE_MILLIS);
      while (true) {
        var channel = gate.socket().accept().getChannel();
        if (channel.socket().getPort() == port.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
          return channel;
        }
        channel.close();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// Copies until either side ends, and then ends both.
  private static void copy(SocketChannel from, SocketChannel to) {
    var buffer = ByteBuffer.allocateDirect(CHUNK);
    try (from;
        to) {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException e) {
      return; // the other side has gone
    }
  }

  private static int portOf(SocketChannel channel) {
    return channel.socket().getLocalPort();
  }

  private void start(String name, Runnable work) {
    Runnable counted =
        () -> {
          joined.add(Thread.currentThread());
          try {
            work.run();
          } finally {
            joined.remove(Thread.currentThread());
          }
        };
    Thread.ofPlatform().daemon().name(name).start(counted);
  }

  /// Takes no more clients, and waits a moment until those there have what was sent to them.
  void close(Duration limit) {
    try {
      listener.close();
      Files.deleteIfExists(file);
      long end = System.nanoTime() + limit.toNanos();
      while (!joined.isEmpty() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
    } catch (IOException e) {
      Log.bug("closing " + file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
