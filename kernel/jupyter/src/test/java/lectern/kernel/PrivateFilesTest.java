package lectern.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.runner.KernelClient;
import lectern.kernel.wire.Channel;
import lectern.kernel.wire.Encryption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A kernel that listens at socket files. Our client speaks TCP, so each file has a port beside it.
class PrivateFilesTest {

  @TempDir private Path folder;

  private final List<ServerSocketChannel> ports = new ArrayList<>();
  private Connection files;
  private Kernel kernel;

  @BeforeEach
  void start() throws Exception {
    files = files(false);
    kernel = new Kernel(files, new EchoEngine());
    kernel.start();
  }

  @AfterEach
  void stop() throws IOException {
    kernel.close();
    for (var port : ports) {
      port.close();
    }
  }

  private Connection files(boolean encrypted) {
    var plain =
        new Connection(
            "ipc",
            folder.resolve("k-ipc").toString(),
            1,
            2,
            3,
            4,
            5,
            "key",
            "hmac-sha256",
            "echo",
            null,
            null);
    return encrypted ? Encryption.of(plain) : plain;
  }

  private Path file(int number) {
    return folder.resolve("k-ipc-" + number);
  }

  private KernelClient connect() throws IOException {
    var numbers = new ArrayList<Integer>();
    for (int i = 1; i <= 5; i++) {
      numbers.add(portTo(file(i)));
    }
    var connection = Connection.local(numbers, "key", "echo");
    return new KernelClient(connection.with(files.curvePublickey(), files.curveSecretkey()));
  }

  private int portTo(Path file) throws IOException {
    var port =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    ports.add(port);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (port.isOpen()) {
                try {
                  var client = port.accept();
                  var kernel = SocketChannel.open(UnixDomainSocketAddress.of(file));
                  Thread.ofPlatform().daemon().start(() -> copy(client, kernel));
                  Thread.ofPlatform().daemon().start(() -> copy(kernel, client));
                } catch (IOException e) {
                  // the test is over
                }
              }
            });
    return port.socket().getLocalPort();
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    var buffer = ByteBuffer.allocate(65536);
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
      // the other side has gone
    }
  }

  @Test
  void cellsRunAndAMillionLinesArriveOverSocketFiles() throws Exception {
    try (var client = connect()) {
      client.awaitReady(EchoKernel.LIMIT);
      assertEquals("hello", client.execute("hello", EchoKernel.LIMIT).value());
      var run = client.execute("count 1000000", EchoKernel.LIMIT);
      var text = run.text("stdout");
      assertTrue(text.startsWith("0\n1\n") && text.endsWith("\n999999\n"));
      assertEquals(1_000_000, text.lines().count());
    }
  }

  @Test
  void severalClientsComeAndGoAndEachHearsEverything() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (var one = connect();
          var two = connect()) {
        one.awaitReady(EchoKernel.LIMIT);
        two.awaitReady(EchoKernel.LIMIT);
        one.execute("print for both", EchoKernel.LIMIT);
        two.awaitText("for both", EchoKernel.LIMIT);
      }
    }
  }

  @Test
  void theFilesAreTheirOwnersAlone() throws Exception {
    for (int i = 1; i <= 5; i++) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file(i))));
    }
    try (var all = Files.list(folder)) {
      assertEquals(5, all.count());
    }
  }

  @Test
  void theEndIsAnsweredAndTheFilesGo() throws Exception {
    try (var client = connect()) {
      client.awaitReady(EchoKernel.LIMIT);
      var sent = client.send(Channel.CONTROL, new Request.Shutdown(false));
      kernel.ended().get();
      kernel.close();
      var reply = client.receive(Channel.CONTROL, EchoKernel.LIMIT).orElseThrow();
      assertEquals(sent.header().msgId(), reply.parent().msgId());
      assertInstanceOf(Reply.Shutdown.class, reply.content());
    }
    for (int i = 1; i <= 5; i++) {
      assertFalse(Files.exists(file(i)));
    }
  }

  @Test
  void aFileLeftBehindByAnEarlierKernelIsReplaced() throws Exception {
    kernel.close();
    try (var stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stale.bind(UnixDomainSocketAddress.of(file(1)));
    }
    assertTrue(Files.exists(file(1)));
    kernel = new Kernel(files, new EchoEngine());
    kernel.start();
    try (var client = connect()) {
      client.awaitReady(EchoKernel.LIMIT);
      assertEquals("hello", client.execute("hello", EchoKernel.LIMIT).value());
    }
  }

  @Test
  void theyCanBeEncryptedToo() throws Exception {
    kernel.close();
    files = files(true);
    kernel = new Kernel(files, new EchoEngine());
    kernel.start();
    try (var client = connect()) {
      client.awaitReady(EchoKernel.LIMIT);
      assertEquals("hello", client.execute("hello", EchoKernel.LIMIT).value());
    }
  }

  @Test
  void aPlaceThatCannotBeHadIsNamed() {
    var nowhere =
        new Connection(
            "ipc", folder + "/no/such/k", 1, 2, 3, 4, 5, "key", "hmac-sha256", "echo", null, null);
    var error =
        org.junit.jupiter.api.Assertions.assertThrows(
            IOException.class, () -> new Kernel(nowhere, new EchoEngine()));
    assertTrue(error.getMessage().contains("/no/such/k-1"), error.getMessage());
  }
}
