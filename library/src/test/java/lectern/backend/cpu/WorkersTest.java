package lectern.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

final class WorkersTest {

  @Test
  void everyTurnIsDoneOnce() {
    for (int n : new int[] {0, 1, 2, 3, 1000}) {
      for (int grain : new int[] {1, 7, 5000}) {
        var counts = new AtomicIntegerArray(n);
        for (int repeat = 0; repeat < 200; repeat++) {
          Workers.split(n, grain, (from, to) -> count(counts, from, to));
        }
        for (int i = 0; i < n; i++) {
          assertEquals(200, counts.get(i));
        }
      }
    }
  }

  @Test
  void aSplitLoopInsideASplitLoopRunsOnItsOwnThread() {
    var counts = new AtomicIntegerArray(1000);
    Workers.split(
        10,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int start = 100 * i;
            Workers.split(100, 1, (a, b) -> count(counts, start + a, start + b));
          }
        });
    for (int i = 0; i < 1000; i++) {
      assertEquals(1, counts.get(i));
    }
  }

  @Test
  void loopsOfSeveralThreadsDoNotDisturbEachOther() throws InterruptedException {
    var counts = new AtomicIntegerArray(1000);
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int repeat = 0; repeat < 500; repeat++) {
                      Workers.split(1000, 1, (from, to) -> count(counts, from, to));
                    }
                  }));
    }
    for (var thread : threads) {
      thread.join();
    }
    for (int i = 0; i < 1000; i++) {
      assertEquals(2000, counts.get(i));
    }
  }

  @Test
  void anErrorReachesTheCallerAndTheNextLoopRuns() {
    var e =
        assertThrows(
            IllegalStateException.class,
            () ->
                Workers.split(
                    1000,
                    1,
                    (from, to) -> {
                      throw new IllegalStateException("in a piece");
                    }));
    assertEquals("in a piece", e.getMessage());
    var counts = new AtomicIntegerArray(10);
    Workers.split(10, 1, (from, to) -> count(counts, from, to));
    assertEquals(1, counts.get(9));
    assertTrue(Workers.count() >= 1);
  }

  private static void count(AtomicIntegerArray counts, int from, int to) {
    for (int i = from; i < to; i++) {
      counts.incrementAndGet(i);
    }
  }
}
