package lectern.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lectern.kernel.protocol.Connection;
import lectern.kernel.runner.KernelClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A kernel with the echo engine in this process, and a client connected to it.
abstract class EchoKernel {

  static final Duration LIMIT = Duration.ofSeconds(20);

  Connection connection;
  Kernel kernel;
  KernelClient client;

  @BeforeEach
  void start() throws Exception {
    connection = connection();
    kernel = new Kernel(connection, new EchoEngine());
    kernel.start();
    client = new KernelClient(connection);
    client.awaitReady(LIMIT);
  }

  @AfterEach
  void stop() {
    client.close();
    kernel.close();
  }

  /// Where the kernel is to listen.
  Connection connection() throws IOException {
    return localConnection();
  }

  static Connection localConnection() throws IOException {
    var free = new ArrayList<ServerSocket>();
    var ports = new ArrayList<Integer>();
    for (int i = 0; i < 5; i++) {
      free.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      ports.add(free.get(i).getLocalPort());
    }
    for (var socket : free) {
      socket.close();
    }
    return Connection.local(ports, "key", "echo");
  }

  static List<String> types(KernelClient.Run run) {
    return run.events().stream().map(e -> e.header().msgType()).toList();
  }
}
