package lectern.kernel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ForcedStopTest {

  @Test
  void aThreadThatLooksAtNothingIsStoppedByAnError() throws Exception {
    for (int i = 0; i < 100; i++) {
      var begun = new CountDownLatch(1);
      var thrown = new AtomicReference<Throwable>();
      var thread =
          Thread.ofPlatform()
              .daemon()
              .name("spinner")
              .start(
                  () -> {
                    try {
                      long n = 0;
                      while (n >= 0) {
                        n = (n + 1) & Long.MAX_VALUE;
                        begun.countDown();
                      }
                    } catch (Throwable e) {
                      thrown.set(e);
                    }
                  });
      begun.await();
      ForcedStop.stop(thread);
      thread.join(TimeUnit.SECONDS.toMillis(60));
      assertEquals(Error.class, thrown.get().getClass());
      assertEquals("spinner", thread.getName());
      if (i % 20 == 0) {
        System.gc(); // the references must not outlive their moment
      }
    }
  }

  @Test
  void aThreadThatHasEndedIsRefused() throws Exception {
    var thread = Thread.ofPlatform().start(() -> {});
    thread.join();
    assertThrows(UnsupportedOperationException.class, () -> ForcedStop.stop(thread));
  }
}
