package lectern.kernel.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a cell, or the world around it, does to the kernel's process, and what it must survive.
class KernelEndsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private static JavaCommand withHeap(String size) {
    return new JavaCommand(
        JavaCommand.ofThisProcess().java(),
        List.of(
            "-Xmx" + size, "-cp", System.getProperty("java.class.path"), "lectern.kernel.Main"));
  }

  @Test
  void aCellThatUsesUpTheMemoryFailsAndTheNextOnesRun() throws Exception {
    try (var kernel = KernelProcess.start(withHeap("96m"), folder, Map.of())) {
      var client = kernel.client();
      client.execute("int before = 7;", LIMIT);
      for (var code :
          List.of(
              "byte[] big = new byte[Integer.MAX_VALUE - 8];",
              "var kept = new ArrayList<Object>(); while (true) kept.add(new int[50]);",
              "var kept = new ArrayList<Object>();\nwhile (true) { kept.add(new Object()); }",
              "String text(int n) { return text(n + 1) + \"x\".repeat(n); }\ntext(0)")) {
        var failed =
            assertInstanceOf(Reply.Failed.class, client.execute(code, LIMIT).reply(), code);
        assertTrue(
            List.of("OutOfMemoryError", "StackOverflowError").contains(failed.ename()),
            code + failed);
        client.execute("kept = null;", LIMIT);
        assertEquals("8", client.execute("before + 1", LIMIT).value(), code);
      }
    }
  }

  @Test
  void cellsThatEndTheProcessEndOnlyThemselves() throws Exception {
    try (var kernel = KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of())) {
      for (var code :
          List.of(
              "System.exit(3);",
              "Runtime.getRuntime().halt(3);",
              "java.util.function.IntConsumer end = System::exit; end.accept(3);",
              "int f(int n) { return f(n + 1) + 1; }\nf(0)",
              "throw new ThreadDeath();",
              "throw new Error(\"thrown\");",
              "Thread.currentThread().interrupt(); throw new InterruptedException();")) {
        var reply = kernel.client().execute(code, LIMIT).reply();
        assertInstanceOf(Reply.Failed.class, reply, code);
        assertEquals("2", kernel.client().execute("1 + 1", LIMIT).value(), code);
      }
    }
  }

  @Test
  void theKernelOutlivesItsWorkingDirectory() throws Exception {
    var gone = Files.createDirectory(folder.resolve("gone"));
    try (var kernel = KernelProcess.start(JavaCommand.ofThisProcess(), gone, Map.of())) {
      Files.delete(gone);
      assertEquals("2", kernel.client().execute("1 + 1", LIMIT).value());
      assertEquals("3", kernel.client().execute("record P(int x) {}\nnew P(3).x()", LIMIT).value());
      var listed = kernel.client().execute("Files.exists(Path.of(\".\").toRealPath())", LIMIT);
      assertInstanceOf(Reply.Failed.class, listed.reply());
      assertEquals("4", kernel.client().execute("2 + 2", LIMIT).value());
    }
  }

  @Test
  void nothingListensBeyondThisMachine() throws Exception {
    try (var kernel = KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of())) {
      kernel.client().execute("1", LIMIT);
      var ports = kernel.connection();
      for (var network : NetworkInterface.networkInterfaces().toList()) {
        for (var address : network.inetAddresses().filter(a -> !a.isLoopbackAddress()).toList()) {
          for (int port : List.of(ports.shellPort(), ports.iopubPort(), ports.hbPort())) {
            assertThrows(IOException.class, () -> new Socket(address, port).close());
          }
        }
      }
    }
  }

  @Test
  void theConnectionFileIsItsOwnersAlone() throws Exception {
    try (var kernel = KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of())) {
      var file = kernel.connectionFile();
      assertTrue(Files.exists(file), file.toString());
      assertEquals("rwx------", permissions(file.getParent()));
      assertEquals("rw-------", permissions(file));
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aRestartLeavesNoProcessBehind() throws Exception {
    for (var restart : List.of(true, false)) {
      var kernel = KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of());
      kernel
          .client()
          .execute(
              "Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) {} }));"
                  + " new Thread(() -> { while (true) {} }).start();",
              LIMIT);
      var end = kernel.handle().onExit();
      kernel.client().ask(Channel.CONTROL, new Request.Shutdown(restart), LIMIT);
      end.get(60, TimeUnit.SECONDS);
      kernel.close();
    }
  }
}
