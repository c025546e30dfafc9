package lectern.kernel.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.protocol.Reply;
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
    try (var kernel = KernelProcess.start(withHeap("128m"), folder, Map.of())) {
      var client = kernel.client();
      client.execute("int before = 7;", LIMIT);
      for (var code :
          List.of(
              "byte[] big = new byte[Integer.MAX_VALUE - 8];",
              "{ var all = new ArrayList<byte[]>(); while (true) all.add(new byte[1 << 20]); }",
              "var kept = new ArrayList<Object>(); while (true) kept.add(new int[50]);",
              "var kept = new StringBuilder(); while (true) kept.append(\"more and more\");",
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
}
