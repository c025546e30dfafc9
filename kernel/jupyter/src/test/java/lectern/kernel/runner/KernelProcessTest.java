package lectern.kernel.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java kernel as a process, used as a notebook uses it.
class KernelProcessTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static KernelProcess kernel;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    kernel = KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of());
  }

  @AfterAll
  static void stop() {
    kernel.close();
  }

  private static KernelClient.Run run(String code) throws Exception {
    return kernel.client().execute(code, LIMIT);
  }

  @Test
  void aCellShowsItsValueAndTheNextOneSeesItsVariables() throws Exception {
    run("int kept = 40;");
    assertEquals("42", run("kept + 2").value());
  }

  @Test
  void userCodeSeesTheDisplayApiButNotTheKernelsLibraries() throws Exception {
    assertEquals(
        "bold", run("display(new Html(\"<b>bold</b>\")); render(\"bold\").text()").value());
    assertInstanceOf(Reply.Failed.class, run("Class.forName(\"com.google.gson.Gson\")").reply());
    assertInstanceOf(Reply.Failed.class, run("Class.forName(\"org.zeromq.ZContext\")").reply());
  }

  @Test
  void aMillionLinesArriveCompleteAndInOrder() throws Exception {
    var run = run("for (int i = 0; i < 1_000_000; i++) System.out.println(i);");
    var expected =
        IntStream.range(0, 1_000_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    assertTrue(expected.equals(run.text("stdout")), "lines are missing or out of order");
  }

  @Test
  void anEndlessLoopIsInterruptedAndVariablesAreKept() throws Exception {
    run("int before = 7;");
    var code = "System.out.println(\"begun\");\nwhile (true) {}";
    var sent = kernel.client().send(Channel.SHELL, Request.Execute.cell(code));
    kernel.client().awaitText("begun", LIMIT);
    kernel.interrupt();
    var stopped = kernel.client().await(sent, LIMIT, e -> {}, q -> "");
    assertEquals("Interrupted", assertInstanceOf(Reply.Failed.class, stopped.reply()).ename());
    assertEquals("7", run("before").value());
  }

  @Test
  void theProcessSurvivesSystemExitAndStackOverflow() throws Exception {
    run("System.exit(3)");
    assertInstanceOf(
        Reply.Failed.class, run("int f(int n) { return f(n + 1) + 1; }\nf(0)").reply());
    assertEquals("1", run("1").value());
    assertTrue(kernel.handle().isAlive());
  }

  @Test
  void shutdownEndsTheProcessSoonAlsoWhileACellRuns() throws Exception {
    var other = KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of());
    other.client().execute("1", LIMIT);
    var endless = "System.out.println(\"begun\");\nwhile (true) {}";
    other.client().send(Channel.SHELL, Request.Execute.cell(endless));
    other.client().awaitText("begun", LIMIT);
    var end = other.handle().onExit();
    other.client().ask(Channel.CONTROL, new Request.Shutdown(false), LIMIT);
    end.get(60, TimeUnit.SECONDS);
    other.close();
    assertFalse(other.handle().isAlive());
  }

  @Test
  void aKernelThatDiesIsNoticed() throws Exception {
    var other = KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of());
    var sent = other.client().send(Channel.SHELL, Request.Execute.cell("Thread.sleep(60000);"));
    other.handle().destroyForcibly();
    var error =
        assertThrows(
            IllegalStateException.class, () -> other.client().await(sent, LIMIT, e -> {}, q -> ""));
    assertTrue(error.getMessage().contains("ended"), error.getMessage());
    other.close();
  }

  @Test
  void aKernelThatCannotStartSaysSo() {
    var broken = new JavaCommand(JavaCommand.ofThisProcess().java(), List.of("no.such.Main"));
    var error =
        assertThrows(IOException.class, () -> KernelProcess.start(broken, folder, Map.of()));
    assertTrue(error.getMessage().contains("exit code 1"), error.getMessage());
  }
}
