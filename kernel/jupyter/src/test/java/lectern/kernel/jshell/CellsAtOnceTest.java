package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import lectern.kernel.engine.Cell;
import lectern.kernel.engine.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Cells of several threads, as subshells run them.
class CellsAtOnceTest {

  private static final AtomicInteger NUMBERS = new AtomicInteger(100);

  private static Bench bench;

  @BeforeAll
  static void start() {
    bench = new Bench();
    bench.value(
        """
        import java.util.concurrent.*;
        var pair = new CyclicBarrier(2);
        var begun = new Semaphore(0);
        void meet() throws Exception { pair.await(60, TimeUnit.SECONDS); }
        """);
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  private static Outcome run(String code) {
    return bench.engine.execute(new Cell(code, NUMBERS.incrementAndGet()));
  }

  private static CompletableFuture<Outcome> begin(String code) {
    return CompletableFuture.supplyAsync(() -> run(code), task -> new Thread(task).start());
  }

  private static Outcome end(CompletableFuture<Outcome> cell) throws Exception {
    return cell.get(60, TimeUnit.SECONDS);
  }

  @Test
  void twoCellsRunAtOnce() throws Exception {
    var one = begin("meet(); meet(); 1");
    var two = begin("meet(); meet(); 2");
    assertInstanceOf(Outcome.Value.class, end(one));
    assertInstanceOf(Outcome.Value.class, end(two));
  }

  @Test
  void anInterruptEndsAllCellsAndTheNextOnesRun() throws Exception {
    var loop = "long n = 0; meet(); begun.release(); while (true) { n++; }";
    var one = begin("{" + loop + "}");
    var two = begin("{" + loop + "}");
    run("begun.acquire(2)");
    bench.engine.interrupt();
    assertInstanceOf(Outcome.Interrupted.class, end(one));
    assertInstanceOf(Outcome.Interrupted.class, end(two));
    assertInstanceOf(Outcome.Value.class, run("1 + 1"));
  }

  @Test
  void oneCellIsStoppedAndTheOtherGoesOn() throws Exception {
    var stopped = new AtomicReference<Thread>();
    var one =
        CompletableFuture.supplyAsync(
            () -> run("begun.release(); while (true) {}"),
            task -> {
              stopped.set(new Thread(task));
              stopped.get().start();
            });
    run("var enough = new java.util.concurrent.atomic.AtomicBoolean();");
    var two =
        begin("long turns = 0; begun.release(); while (!enough.get()) { turns++; }\nturns > 0");
    run("begun.acquire(2)");
    bench.engine.interrupt(stopped.get());
    assertInstanceOf(Outcome.Interrupted.class, end(one));
    run("Thread.sleep(300)");
    assertFalse(two.isDone());
    run("enough.set(true);");
    var value = assertInstanceOf(Outcome.Value.class, end(two));
    assertEquals("true", value.result().orElseThrow().text());
  }

  @Test
  void manyThreadsDeclareAndFailWithoutDisturbingOneAnother() throws Exception {
    var threads = new ArrayList<CompletableFuture<Void>>();
    for (var t = 0; t < 3; t++) {
      var name = "v" + t;
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                for (var i = 0; i < 4; i++) {
                  declareUseAndFail(name, i);
                }
              },
              task -> new Thread(task).start()));
    }
    for (var thread : threads) {
      thread.get(120, TimeUnit.SECONDS);
    }
  }

  private static void declareUseAndFail(String name, int i) {
    var declared =
        run("int " + name + " = " + i + ";\nint get" + name + "() { return " + name + "; }");
    assertInstanceOf(Outcome.Value.class, declared);
    var used = assertInstanceOf(Outcome.Value.class, run("get" + name + "() * 2"));
    assertEquals("" + 2 * i, used.result().orElseThrow().text());
    var number = NUMBERS.incrementAndGet();
    var thrown = bench.engine.execute(new Cell("\nObject o = null; o.hashCode();", number));
    var trace = Bench.plain(assertInstanceOf(Outcome.Failed.class, thrown));
    assertTrue(trace.contains("Cell [" + number + "], line 2"), trace);
    var wrong = assertInstanceOf(Outcome.Failed.class, run(name + " = \"text\";"));
    assertEquals("CompilationException", wrong.name());
  }
}
