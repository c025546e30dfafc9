package lectern.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Json;
import lectern.kernel.runner.KernelClient;
import lectern.kernel.runner.KernelProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel's process: how it begins and how it ends.
class StartTest {

  @TempDir Path folder;

  private Process start(String connection, long parent) throws Exception {
    var file = Files.writeString(folder.resolve("connection.json"), connection);
    var here = JavaCommand.ofThisProcess();
    var place = List.of("-cp", System.getProperty("java.class.path"), "lectern.kernel.EchoMain");
    var builder =
        new ProcessBuilder(new JavaCommand(here.java(), place).arguments(file.toString()));
    builder.environment().put("JPY_PARENT_PID", Long.toString(parent));
    return builder.redirectErrorStream(true).start();
  }

  @Test
  void aKernelEndsWhenItsParentDies() throws Exception {
    var java = JavaCommand.ofThisProcess().java().toString();
    var parent =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Sleeper.class.getName())
            .start();
    Connection connection = KernelProcess.localConnection();
    var kernel = start(Json.GSON.toJson(connection), parent.pid());
    try (var client = new KernelClient(connection)) {
      client.awaitReady(EchoKernel.LIMIT);
      assertTrue(kernel.isAlive());
      parent.destroyForcibly();
      assertTrue(kernel.waitFor(60, TimeUnit.SECONDS), "the kernel outlived its parent");
    } finally {
      kernel.destroyForcibly();
    }
  }

  @Test
  void aBrokenConnectionFileIsNamedAndEndsTheProcess() throws Exception {
    var kernel = start("{\"ip\": \"127.0.0.1\"}", ProcessHandle.current().pid());
    var said = new String(kernel.getInputStream().readAllBytes(), UTF_8);
    assertEquals(1, kernel.waitFor());
    assertTrue(said.contains("connection.json is no connection file"), said);
  }

  @Test
  void aMissingConnectionFileIsNamedWithWhatToDo(@TempDir Path empty) {
    var missing =
        assertThrows(IOException.class, () -> Connection.read(empty.resolve("none.json")));
    assertTrue(missing.getMessage().contains("none.json does not exist"), missing.getMessage());
    assertTrue(missing.getMessage().contains("install it"), missing.getMessage());
    var folder = assertThrows(IOException.class, () -> Connection.read(empty));
    assertTrue(folder.getMessage().contains("it is a folder"), folder.getMessage());
  }

  @Test
  void keysThatDoNotBelongTogetherAreNamedAndEndTheProcess() throws Exception {
    var half = KernelProcess.localConnection().with("short", null);
    var kernel = start(Json.GSON.toJson(half), ProcessHandle.current().pid());
    var said = new String(kernel.getInputStream().readAllBytes(), UTF_8);
    assertEquals(1, kernel.waitFor());
    assertTrue(said.contains("curve_publickey and curve_secretkey belong together"), said);
  }

  @Test
  void anUnknownSignatureSchemeIsNamedAndEndsTheProcess() throws Exception {
    var file = Json.GSON.toJson(KernelProcess.localConnection()).replace("hmac-sha256", "rot13");
    var kernel = start(file, ProcessHandle.current().pid());
    var said = new String(kernel.getInputStream().readAllBytes(), UTF_8);
    assertEquals(1, kernel.waitFor());
    assertTrue(said.contains("signature_scheme \"rot13\" is unknown"), said);
  }

  /// A parent that does nothing.
  static final class Sleeper {
    public static void main(String[] arguments) throws InterruptedException {
      Thread.sleep(Duration.ofMinutes(2));
    }
  }
}
