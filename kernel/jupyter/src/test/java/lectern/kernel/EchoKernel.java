package lectern.kernel;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.runner.KernelClient;
import lectern.kernel.runner.KernelProcess;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A kernel with the echo engine in this process, and a client connected to it.
abstract class EchoKernel {

  /// Against hanging; a machine with other work to do needs some of it.
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int ATTEMPTS = 5;

  Connection connection;
  Kernel kernel;
  KernelClient client;

  @BeforeEach
  void start() throws Exception {
    listen();
    client = new KernelClient(connection);
    client.awaitReady(LIMIT);
  }

  @AfterEach
  void stop() {
    client.close();
    kernel.close();
    kernel = null;
  }

  /// Starts a kernel at free ports; another process may take one before it listens there.
  void listen() throws IOException {
    for (int attempt = 1; kernel == null; attempt++) {
      connection = connection();
      try {
        kernel = new Kernel(connection, new EchoEngine());
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
    kernel.start();
  }

  /// Where the kernel is to listen.
  Connection connection() throws IOException {
    return KernelProcess.localConnection();
  }

  /// Sends a cell whose first line is `wait`, and others behind it; it goes on when all of them
  /// have arrived.
  ///
  /// @param shell whose cells they are; null for the main shell
  List<Message> sendTogether(Request.Execute first, String shell, String... others)
      throws Exception {
    var sent = new ArrayList<>(List.of(client.send(Channel.SHELL, first, shell)));
    var question = client.receive(Channel.STDIN, LIMIT).orElseThrow();
    assertInstanceOf(Request.Input.class, question.content());
    for (var code : others) {
      sent.add(client.send(Channel.SHELL, Request.Execute.cell(code), shell));
    }
    client.send(Channel.SHELL, new Reply.Input("go")); // one socket keeps the order
    return sent;
  }

  /// A cell whose client answers questions.
  static Request.Execute asking(String code) {
    return new Request.Execute(code, false, true, null, true, true);
  }

  static List<String> types(KernelClient.Run run) {
    return run.events().stream().map(e -> e.header().msgType()).toList();
  }
}
