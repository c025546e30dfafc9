package lectern.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import lectern.random.Seeds;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DataLoaderTest {

  @AfterEach
  void backToTheFirstSeed() {
    Seeds.set(0);
  }

  @Test
  void theLastBatchIsSmallerUnlessItIsDropped() {
    assertEquals(List.of(4, 4, 2), sizes(new DataLoader(tens(), 4)));
    assertEquals(3, new DataLoader(tens(), 4).size());
    assertEquals(List.of(4, 4), sizes(new DataLoader(tens(), 4).dropLast()));
    assertEquals(2, new DataLoader(tens(), 4).dropLast().size());
    assertEquals(List.of(5, 5), sizes(new DataLoader(tens(), 5)));
    assertEquals(List.of(), sizes(new DataLoader(tens(), 11).dropLast()));
  }

  @Test
  void withoutShufflingTheOrderStays() {
    assertArrayEquals(
        new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, epoch(new DataLoader(tens(), 3)));
  }

  @Test
  void eachEpochIsShuffledAnewAndHoldsEachExampleOnce() {
    var loader = new DataLoader(tens(), 3).shuffle();
    var first = epoch(loader);
    var second = epoch(loader);
    assertFalse(Arrays.equals(first, second));
    Arrays.sort(first);
    Arrays.sort(second);
    assertArrayEquals(first, second);
    assertArrayEquals(epoch(new DataLoader(tens(), 3)), first);
  }

  @Test
  void aSeedRepeatsTheOrders() {
    Seeds.set(3);
    var first = epoch(new DataLoader(tens(), 3).shuffle());
    Seeds.set(3);
    assertArrayEquals(first, epoch(new DataLoader(tens(), 3).shuffle()));
  }

  @Test
  void examplesAndAnswersStayTogether() {
    for (var batch : new DataLoader(tens(), 4).shuffle()) {
      var x = batch.x().toDoubles();
      var y = batch.y().toDoubles();
      for (int i = 0; i < batch.size(); i++) {
        assertEquals(10 * x[2 * i], y[i]);
      }
    }
  }

  @Test
  void mistakesAreExplained() {
    var e = assertThrows(IllegalArgumentException.class, () -> new DataLoader(tens(), 0));
    assertTrue(e.getMessage().contains("at least 1"), e.getMessage());
    var two =
        assertThrows(
            IllegalArgumentException.class, () -> Dataset.of(Tensor.zeros(2, 3), Tensor.zeros(3)));
    assertTrue(two.getMessage().contains("x (2, 3), y (3,)"), two.getMessage());
    var loop = new DataLoader(tens(), 20).iterator();
    loop.next();
    assertThrows(NoSuchElementException.class, loop::next);
    assertThrows(IndexOutOfBoundsException.class, () -> tens().first(3).batch(3));
  }

  @Test
  void theFirstExamplesAreADataSetOfTheirOwn() {
    assertEquals(3, tens().first(3).size());
    assertArrayEquals(new double[] {0, 10, 20}, tens().first(3).all().y().toDoubles());
  }

  /// Ten examples (i, i) with the answer 10·i.
  private static Dataset tens() {
    var x = new double[20];
    var y = new double[10];
    for (int i = 0; i < 10; i++) {
      x[2 * i] = i;
      x[2 * i + 1] = i;
      y[i] = 10 * i;
    }
    return Dataset.of(Tensor.of(x, 10, 2), Tensor.of(y, 10));
  }

  private static List<Integer> sizes(DataLoader loader) {
    var sizes = new ArrayList<Integer>();
    for (var batch : loader) {
      sizes.add(batch.size());
    }
    return sizes;
  }

  private static double[] epoch(DataLoader loader) {
    var seen = new ArrayList<Double>();
    for (var batch : loader) {
      for (double y : batch.y().toDoubles()) {
        seen.add(y / 10);
      }
    }
    return seen.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
