package lectern.kernel.runner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;

/// A kernel in a process of its own, which never outlives this one.
///
/// ```java
/// try (var kernel = KernelProcess.start(JavaCommand.ofThisProcess(), Path.of("."), Map.of())) {
///   kernel.client().execute("1 + 1", Duration.ofSeconds(10)).value();   // 2
/// }
/// ```
public final class KernelProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(3);
  private static final Duration INTERRUPT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 3;

  private final Process process;
  private final Connection connection;
  private final Path connectionFile;
  private final KernelClient client;
  private final Thread killer;

  private KernelProcess(JavaCommand command, Path folder, Map<String, String> environment)
      throws IOException {
    connection = localConnection();
    var secret = Files.createTempDirectory("lectern-"); // readable by its owner only
    connectionFile = Files.createTempFile(secret, "connection-", ".json"); // likewise
    Files.writeString(connectionFile, Json.GSON.toJson(connection));
    var builder = new ProcessBuilder(command.arguments(connectionFile.toString()));
    builder.directory(folder.toFile()).inheritIO().redirectError(ProcessBuilder.Redirect.PIPE);
    builder.environment().put("LECTERN_HISTORY", "off"); // nobody typed these cells
    builder.environment().putAll(environment);
    builder.environment().put("JPY_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
    process = builder.start();
    Thread.ofVirtual().start(this::passOnErrors);
    killer = new Thread(this::kill);
    Runtime.getRuntime().addShutdownHook(killer);
    client = new KernelClient(connection, 0, process::isAlive);
  }

  /// Starts a kernel and waits until it answers.
  ///
  /// @param folder where it runs
  /// @param environment variables beside those of this process
  /// @throws IOException when it cannot be started or does not answer
  public static KernelProcess start(
      JavaCommand command, Path folder, Map<String, String> environment) throws IOException {
    for (int attempt = 1; ; attempt++) {
      var kernel = new KernelProcess(command, folder, environment);
      try {
        kernel.awaitReady();
        return kernel;
      } catch (IOException e) { // a port may have been taken in between
        kernel.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /// What the process itself says.
  private void passOnErrors() {
    try (var lines = process.errorReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        System.err.println(line);
      }
    } catch (IOException e) {
      // the process has ended
    }
  }

  private void awaitReady() throws IOException {
    var end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        client.ask(Channel.SHELL, new Request.KernelInfo(), Duration.ofMillis(500));
        client.awaitReady(START);
        return;
      } catch (TimeoutException e) {
        // ask again, unless it has died
      }
    }
    throw new IOException(
        process.isAlive()
            ? "the kernel did not answer within " + START.toSeconds() + " s"
            : "the kernel ended with exit code " + process.exitValue() + " before it answered");
  }

  /// The way to it.
  public KernelClient client() {
    return client;
  }

  /// Where it listens.
  public Connection connection() {
    return connection;
  }

  /// The file that tells it so; its owner's alone.
  Path connectionFile() {
    return connectionFile;
  }

  /// Its process.
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /// Asks the running cell to stop. Any thread may call it.
  public void interrupt() {
    try (var other = new KernelClient(connection)) {
      other.ask(Channel.CONTROL, new Request.Interrupt(), INTERRUPT);
    } catch (TimeoutException e) {
      process.destroy();
    }
  }

  /// Asks it to end, and ends it if it does not.
  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        client.send(Channel.CONTROL, new Request.Shutdown(false));
      }
      process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      // this virtual machine ends, and the hook does its work
    } finally {
      kill();
      client.close();
    }
  }

  private void kill() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(connectionFile);
      Files.deleteIfExists(connectionFile.getParent());
    } catch (IOException e) {
      // the system's temporary folder is cleaned by others
    }
  }

  /// Free ports of this machine and a new key.
  ///
  /// @throws IOException when there are none
  public static Connection localConnection() throws IOException {
    var ports = new ArrayList<Integer>();
    var held = new ArrayList<ServerSocket>();
    for (int i = 0; i < 5; i++) {
      var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (var socket : held) {
      socket.close();
    }
    return Connection.local(ports, UUID.randomUUID().toString(), "lectern");
  }
}
