package lectern.display;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final DisplayHost before = Display.host();
  private final List<String> shown = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();

  @AfterEach
  void giveBack() {
    Display.use(before);
  }

  private void listen(boolean rich) {
    Display.use(
        new TerminalHost() {
          @Override
          public void show(MimeBundle bundle, String id, boolean update) {
            shown.add((update ? "update " : "show ") + bundle.text());
          }

          @Override
          public boolean isRich() {
            return rich;
          }
        });
  }

  @Test
  void oneDisplayIsRedrawnAtMostFiveTimesASecond() {
    listen(true);
    var elements = IntStream.range(0, 100).boxed().toList();
    for (var _ : new Progress<>(elements, 100, "step", clock::get)) {
      clock.addAndGet(10_000_000);
    }
    assertEquals("show step 0/100 (0 %) 0.0 s", shown.getFirst());
    assertEquals("update step 20/100 (20 %) 0.2 s, 0.8 s left", shown.get(1));
    assertEquals("update step 100/100 (100 %) 1.0 s", shown.getLast());
    assertEquals(6, shown.size());
  }

  @Test
  void aTerminalGetsFewLinesAndUnknownLengthsAreCounted() {
    listen(false);
    Iterable<Integer> unknown = () -> IntStream.range(0, 3).iterator();
    var seen = new ArrayList<Integer>();
    for (var element : Progress.of(unknown)) {
      seen.add(element);
    }
    assertEquals(List.of(0, 1, 2), seen);
    assertEquals(List.of("show 0, 0.0 s", "show 3, 0.0 s"), shown);
  }
}
