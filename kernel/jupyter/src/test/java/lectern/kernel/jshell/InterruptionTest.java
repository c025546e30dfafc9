package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lectern.kernel.engine.Cell;
import lectern.kernel.engine.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Cells that do not end by themselves, and what an interrupt makes of them.
class InterruptionTest {

  private static Bench bench;

  @BeforeAll
  static void start() {
    bench = new Bench();
    bench.value("int kept = 42;");
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thread.sleep(60000);",
        "while (true) {}",
        "long n = 0; while (true) n++;",
        "int n = 0; do { n++; } while (n >= 0 || n < 0);",
        "while (true) System.out.println(\"x\");",
        "var b = BigInteger.ONE; while (true) b = b.add(BigInteger.TEN);",
        "void spin() { int i = 0; while (true) { i = i * 31 + 7; } }\nspin();",
        "long fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\nfib(90)",
        "new java.util.concurrent.LinkedBlockingQueue<Integer>().take();",
        "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) {} }",
        "while (true) { try { while (true) {} } catch (Throwable t) {} }",
        "LongStream.iterate(0, i -> i + 1).filter(i -> i < 0).findFirst()",
        "var th = new Thread(() -> { while (true) {} }); th.setDaemon(true); th.start();"
            + " th.join();",
        "IntStream.range(0, 1000).parallel().forEach(i -> { while (true) {} });",
        "Object lock = new Object(); synchronized (lock) { while (true) {} }",
        "class Loop { void run() { for (;;) { } } }\nnew Loop().run();",
        "int s = 0; loop: while (true) { switch (s) { case 0: s = 1; continue loop; default: s = 0;"
            + " } }",
      })
  void aCellThatNeverEndsIsStoppedAndTheNextOneWorks(String code) {
    assertInstanceOf(Outcome.Interrupted.class, bench.interrupted(code));
    assertEquals("42", bench.value("kept"));
    assertEquals("3", bench.value("int after = 0; for (int i = 0; i < 3; i++) after++; after"));
  }

  @Test
  void anInterruptWhileJShellStartsStopsTheFirstCell() throws Exception {
    var settings = Settings.of(Bench.displayPath(), List.of());
    var engine = new JShellEngine(settings, Magics.none());
    var thread = new AtomicReference<Thread>();
    var first =
        CompletableFuture.supplyAsync(
            () -> engine.execute(new Cell("while (true) {}", 1)),
            task -> {
              thread.set(new Thread(task));
              thread.get().start();
            });
    while (Arrays.stream(thread.get().getStackTrace())
        .noneMatch(f -> f.getMethodName().equals("prepare"))) {
      Thread.onSpinWait();
    }
    engine.interrupt();
    assertInstanceOf(Outcome.Interrupted.class, first.get(60, TimeUnit.SECONDS));
    assertInstanceOf(Outcome.Value.class, engine.execute(new Cell("List.of(1)", 2)));
    engine.close();
  }

  @Test
  void lambdasOfOtherCellsAreStopped() {
    bench.value("Runnable forever = () -> { while (true) {} };");
    assertInstanceOf(Outcome.Interrupted.class, bench.interrupted("forever.run();"));
  }

  @Test
  void aBlockedReadIsStopped() {
    var before = System.in;
    var asked = new CountDownLatch(1);
    System.setIn(
        new InputStream() {
          @Override
          public int read(byte[] bytes, int offset, int count) throws IOException {
            return read();
          }

          @Override
          public int read() throws IOException {
            asked.countDown();
            try {
              Thread.sleep(60_000);
              return -1;
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
          }
        });
    try {
      assertInstanceOf(Outcome.Interrupted.class, bench.interrupted("System.in.read()"));
      assertEquals(0, asked.getCount());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void theRestOfTheCellDoesNotRun() {
    bench.value("int reached = 0;");
    bench.interrupted("Thread.sleep(60000);\nreached = 1;");
    assertEquals("0", bench.value("reached"));
    bench.interrupted(
        "try { Thread.sleep(60000); } catch (Exception e) { reached = 2; }\nreached = 3;");
    assertEquals("2", bench.value("reached"));
    bench.interrupted(
        """
        reached = 4;
        try { Thread.sleep(60000); } catch (Exception e) { }
        reached = 5;
        reached = 6;
        """);
    assertEquals("4", bench.value("reached"));
  }

  @Test
  void locksAreGivenBack() {
    bench.interrupted(
        "var mutex = new java.util.concurrent.locks.ReentrantLock();\n"
            + "mutex.lock(); try { while (true) {} } finally { mutex.unlock(); }");
    assertEquals("false", bench.value("mutex.isLocked()"));
  }

  @Test
  void theTracebackSaysWhereTheCellStood() {
    var outcome = (Outcome.Interrupted) bench.interrupted("int x = 1;\nwhile (true) {\n  x++;\n}");
    var text = String.join("\n", outcome.traceback());
    assertTrue(text.contains(", line "), text);
  }

  @Test
  void anInterruptWithoutACellDoesNothing() {
    bench.engine.interrupt();
    assertEquals("42", bench.value("kept"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "var huge = BigInteger.TWO.pow(1_000_000_000).subtract(BigInteger.ONE);\n"
            + "huge.multiply(huge)",
        "java.util.regex.Pattern.matches(\"(.*a){20}b\", \"a\".repeat(60))",
        "Stream.iterate(1, UnaryOperator.identity()).filter(Objects::isNull).findFirst()",
      })
  void libraryCodeThatNeverComesBackIsStopped(String code) {
    assertInstanceOf(Outcome.Interrupted.class, bench.interrupted(code));
    assertEquals("42", bench.value("kept"));
    assertEquals("1267650600228229401496703205376", bench.value("BigInteger.TWO.pow(100)"));
    assertEquals("true", bench.value("\"aab\".matches(\"a+b\")"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new ProcessBuilder(\"sleep\", \"600\").start().getInputStream().read()",
        "new ProcessBuilder(\"sleep\", \"600\").start().waitFor()",
        "new PipedInputStream(new PipedOutputStream()).read()",
        "java.nio.channels.ServerSocketChannel.open().bind(null).accept()",
      })
  void aCellThatWaitsForOthersIsStopped(String code) {
    assertInstanceOf(Outcome.Interrupted.class, bench.interrupted(code));
    assertEquals("42", bench.value("kept"));
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX) // /proc tells which socket a thread waits for
  @ValueSource(
      strings = {
        "new ServerSocket(0).accept()",
        "new DatagramSocket().receive(new DatagramPacket(new byte[9], 9))",
        "var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());\n"
            + "new Socket(server.getInetAddress(), server.getLocalPort()).getInputStream().read()",
      })
  void aCellThatWaitsForASocketIsStopped(String code) {
    assertInstanceOf(Outcome.Interrupted.class, bench.interrupted(code));
    assertTrue(bench.printed().contains("ends the connection of a socket"), bench.printed());
    assertEquals("42", bench.value("kept"));
  }

  @Test
  void whatCannotBeStoppedIsSaid() {
    bench.value(
        """
        import java.lang.foreign.*;
        var linker = Linker.nativeLinker();
        var sleep = linker.downcallHandle(
            linker.defaultLookup().find("sleep").get(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        int nap(int seconds) throws Throwable { return (int) sleep.invokeExact(seconds); }
        nap(0);
        """);
    var outcome = bench.interrupted("nap(10)");
    assertInstanceOf(Outcome.Interrupted.class, outcome);
    assertTrue(bench.printed().contains("still running inside "), bench.printed());
  }
}
