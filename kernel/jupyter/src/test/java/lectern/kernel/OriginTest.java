package lectern.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.runner.KernelProcess;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Below which cell the output of other threads appears: the one that sent them.
class OriginTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static KernelProcess kernel;

  /// The cells below which something was printed.
  private static final Queue<String> PRINTED = new ArrayDeque<>();

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    kernel = KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of());
    run(
        """
        var gate = new Semaphore(0);
        String tell() {
          gate.acquireUninterruptibly();
          System.out.println("told");
          return "told";
        }
        var pool = Executors.newSingleThreadExecutor();
        var timer = Executors.newScheduledThreadPool(1);
        var fork = new ForkJoinPool(1);
        pool.submit(() -> 0).get();
        timer.submit(() -> 0).get();
        fork.submit(() -> 0).get();
        CompletableFuture.runAsync(() -> { }).get();
        """);
  }

  @AfterAll
  static void stop() throws IOException {
    kernel.close();
  }

  private static String run(String code) throws Exception {
    var sent = kernel.client().send(Channel.SHELL, Request.Execute.cell(code));
    var run = kernel.client().await(sent, LIMIT, OriginTest::hear, q -> "");
    assertInstanceOf(Reply.Execute.class, run.reply(), () -> run.reply().toString());
    return sent.header().msgId();
  }

  private static void hear(Message event) {
    if (event.content() instanceof Event.Stream stream && stream.text().equals("told\n")) {
      PRINTED.add(event.parent().msgId());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new Thread(() -> tell()).start();",
        "new Thread(() -> tell(), \"named\").start();",
        "Thread.ofVirtual().start(() -> tell());",
        "class Own extends Thread { public void run() { tell(); } }\nnew Own().start();",
        "new Thread(() -> new Thread(() -> tell()).start()).start();",
        "new Timer(true).schedule(new TimerTask() { public void run() { tell(); } }, 1);",
        "Thread.startVirtualThread(() -> tell());",
        "pool.submit(() -> tell());",
        "pool.execute(() -> tell());",
        "Executor any = pool; any.execute(() -> tell());",
        "timer.schedule(() -> tell(), 1, TimeUnit.MILLISECONDS);",
        "fork.submit(() -> tell());",
        "CompletableFuture.supplyAsync(() -> tell());",
        "CompletableFuture.supplyAsync(() -> 1, pool).thenAcceptAsync(x -> tell(), fork);",
        "Executors.newVirtualThreadPerTaskExecutor().submit(() -> tell());",
        "class Later { void go() { pool.execute(this::say); } void say() { tell(); } }\n"
            + "new Later().go();",
      })
  void aTaskPrintsBelowTheCellThatSubmittedIt(String code) throws Exception {
    var cell = run(code);
    run("gate.release();");
    while (PRINTED.isEmpty()) {
      hear(kernel.client().event(LIMIT).orElseThrow());
    }
    assertEquals(cell, PRINTED.remove());
  }

  /// The common pool's threads carry nothing and work for the cell that ran last.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "IntStream.range(0, 300).parallel().forEach(i -> System.out.println(\"part\"));",
        """
        CompletableFuture.allOf(
            IntStream.range(0, 300)
                .mapToObj(i -> CompletableFuture.runAsync(() -> System.out.println("part")))
                .toArray(CompletableFuture[]::new))
            .join();
        """,
      })
  void cellsThatUseTheCommonPoolOneAfterTheOtherPrintBelowThemselves(String code) throws Exception {
    for (int i = 0; i < 3; i++) {
      assertEquals("part\n".repeat(300), kernel.client().execute(code, LIMIT).text("stdout"));
    }
  }

  @Test
  void aTaskThatWaitsCanBeRemovedFromItsPool() throws Exception {
    run(
        """
        Runnable task = () -> System.out.println("never");
        var own = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        var busy = new CountDownLatch(1);
        own.execute(() -> { try { busy.await(); } catch (InterruptedException e) { } });
        own.execute(task);
        if (!own.remove(task)) throw new IllegalStateException("was not found");
        busy.countDown();
        """);
  }
}
