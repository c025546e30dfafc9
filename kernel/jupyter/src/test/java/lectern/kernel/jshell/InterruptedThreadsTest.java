package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Of the threads of a notebook, an interrupt stops those that work for the cell.
class InterruptedThreadsTest {

  private static Bench bench;

  @BeforeAll
  static void start() {
    bench = new Bench();
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @Test
  void aThreadThatTheCellStartedIsStoppedToo() {
    bench.interrupted(
        """
        var spinner = new Thread(() -> { while (true) {} });
        spinner.setDaemon(true);
        spinner.start();
        spinner.join();
        """);
    assertEquals("false", bench.value("spinner.join(60000); spinner.isAlive()"));
  }

  @Test
  void aSleepingThreadOfTheCellIsStoppedToo() {
    bench.interrupted(
        """
        var sleeper = new Thread(() -> {
          while (true) {
            try { Thread.sleep(60000); } catch (InterruptedException e) { }
          }
        });
        sleeper.start();
        sleeper.join();
        """);
    assertEquals("false", bench.value("sleeper.join(60000); sleeper.isAlive()"));
  }

  @Test
  void aThreadOfAnEarlierCellRunsOn() {
    bench.value(
        """
        var ticks = new java.util.concurrent.atomic.AtomicLong();
        var ticker = new Thread(() -> { while (ticks.get() >= 0) ticks.incrementAndGet(); });
        ticker.setDaemon(true);
        ticker.start();
        """);
    bench.interrupted("while (true) {}");
    assertEquals("true", bench.value("ticker.isAlive()"));
    bench.value("ticks.set(Long.MIN_VALUE); ticker.join(60000);");
  }

  @Test
  void tasksOfTheCellAreStoppedInAPoolOfAnotherAndThePoolLives() {
    bench.value("var pool = Executors.newFixedThreadPool(2); int ran = 0;");
    bench.value("pool.invokeAll(List.of(() -> 1, () -> 2));");
    bench.interrupted(
        """
        for (int i = 0; i < 2; i++) {
          pool.submit(() -> { while (true) { } });
        }
        pool.submit(() -> ran = 1);
        Thread.sleep(60000);
        """);
    assertEquals("ok 0", bench.value("pool.submit(() -> \"ok \" + ran).get(60, TimeUnit.SECONDS)"));
  }

  @Test
  void tasksOfAnEarlierCellRunOn() {
    bench.value("var other = Executors.newSingleThreadExecutor();");
    bench.value("var late = other.submit(() -> { Thread.sleep(1500); return \"done\"; });");
    bench.interrupted("while (true) {}");
    assertEquals("done", bench.value("late.get(60, TimeUnit.SECONDS)"));
  }
}
