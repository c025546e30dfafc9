package lectern.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Request;
import lectern.kernel.runner.KernelClient;
import lectern.kernel.runner.KernelProcess;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What a kernel's process prints behind Java's back. Windows has no such descriptors.
@DisabledOnOs(OS.WINDOWS)
class NativeOutputTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static KernelProcess kernel;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    kernel = KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of());
    run(
        """
        int say(String script) throws Exception {
          return new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor();
        }
        """);
    var said = "";
    for (int i = 0; i < 500 && said.isEmpty(); i++) { // it begins a moment after the kernel
      said = run("say(\"echo ready\");").text("stdout");
    }
    assertTrue(said.endsWith("ready\n"), said); // with what was said at that moment, perhaps
  }

  @AfterAll
  static void stop() {
    kernel.close();
  }

  private static KernelClient.Run run(String code) throws Exception {
    return kernel.client().execute(code, LIMIT);
  }

  @Test
  void whatAChildProcessPrintsIsShownBeforeTheCellEnds() throws Exception {
    var run = run("say(\"echo good; echo bad >&2\")");
    assertEquals("good\n", run.text("stdout"));
    assertEquals("bad\n", run.text("stderr"));
    assertEquals("0", run.value());
  }

  @Test
  void nothingOfMuchOutputIsLost() throws Exception {
    var expected =
        IntStream.rangeClosed(1, 200_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    var run = run("say(\"seq 1 200000\");");
    assertTrue(expected.equals(run.text("stdout")), "lines are missing or out of order");
  }

  @Test
  void whatCPrintsIsShownEvenWithoutTheLinesEnd() throws Exception {
    var run =
        run(
            """
            import java.lang.foreign.*;
            var linker = Linker.nativeLinker();
            var putchar = linker.downcallHandle(
                linker.defaultLookup().find("putchar").get(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            for (char c : "C was here".toCharArray()) {
              int written = (int) putchar.invokeExact((int) c);
            }
            """);
    assertEquals("C was here", run.text("stdout"));
  }

  @Test
  void aChildThatOutlivesItsCellPrintsBelowIt() throws Exception {
    var client = kernel.client();
    var sent =
        client.send(
            Channel.SHELL,
            Request.Execute.cell(
                """
                new ProcessBuilder("sh", "-c", "while [ ! -e go ]; do sleep 0.1; done; echo late")
                    .inheritIO().start();
                """));
    client.await(sent, LIMIT, e -> {}, q -> "");
    Files.createFile(folder.resolve("go"));
    for (var event = client.event(LIMIT); ; event = client.event(LIMIT)) {
      var message = event.orElseThrow();
      if (message.content() instanceof Event.Stream stream && stream.text().equals("late\n")) {
        assertEquals(sent.header().msgId(), message.parent().msgId());
        return;
      }
    }
  }

  @Test
  void theReasonOfACrashReachesTheTerminal() throws Exception {
    var errBefore = System.err;
    var terminal = new ByteArrayOutputStream();
    System.setErr(new PrintStream(terminal, true, StandardCharsets.UTF_8));
    var other = KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of());
    try {
      other.client().execute("1 + 1", LIMIT);
      for (int i = 0; i < 500; i++) {
        var run =
            other
                .client()
                .execute(
                    "new ProcessBuilder(\"echo\", \"x\").inheritIO().start().waitFor();", LIMIT);
        if (!run.text("stdout").isEmpty()) {
          break;
        }
      }
      other
          .client()
          .send(
              Channel.SHELL,
              Request.Execute.cell(
                  """
                  import java.lang.foreign.*;
                  MemorySegment.ofAddress(8).reinterpret(8)
                      .set(ValueLayout.JAVA_INT_UNALIGNED, 0, 1);
                  """));
      var end = System.nanoTime() + LIMIT.toNanos();
      while (!terminal.toString(StandardCharsets.UTF_8).contains("A fatal error has been detected")
          && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      var said = terminal.toString(StandardCharsets.UTF_8);
      assertTrue(said.contains("A fatal error has been detected"), said);
    } finally {
      System.setErr(errBefore);
      other.close();
      try (var reports = Files.newDirectoryStream(folder, "{hs_err,core}*")) {
        for (var report : reports) {
          Files.delete(report);
        }
      }
    }
  }
}
