package lectern.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ConfusionTest {

  private static final Tensor SCORES =
      Tensor.of(new double[][] {{0.1, 0.7, 0.2}, {3, -1, 2}, {0, 0, 1}, {5, 6, 4}});
  private static final Tensor LABELS = Tensor.of(new int[] {1, 2, 2, 1});

  @Test
  void theAnswerIsTheHighestScore() {
    var confusion = new Confusion(3).add(SCORES, LABELS);
    assertEquals(4, confusion.total());
    assertEquals(2, confusion.count(1, 1));
    assertEquals(1, confusion.count(2, 0));
    assertEquals(1, confusion.count(2, 2));
    assertEquals(0, confusion.count(0, 2));
  }

  @Test
  void accuracyRecallAndPrecisionCountTheSameAnswers() {
    var confusion = new Confusion(3).add(SCORES, LABELS);
    assertEquals(0.75, confusion.accuracy());
    assertEquals(0.5, confusion.recall(2));
    assertEquals(1, confusion.recall(1));
    assertEquals(0, confusion.precision(0));
    assertEquals(1, confusion.precision(2));
  }

  @Test
  void whatWasNeverSeenHasNoRate() {
    var confusion = new Confusion(3);
    assertTrue(Double.isNaN(confusion.accuracy()));
    assertTrue(Double.isNaN(confusion.recall(0)));
    assertTrue(Double.isNaN(confusion.precision(0)));
  }

  @Test
  void batchesAddUp() {
    var confusion = new Confusion(3).add(SCORES, LABELS).add(SCORES, LABELS).add(0, 2);
    assertEquals(9, confusion.total());
    assertEquals(6.0 / 9, confusion.accuracy());
    assertEquals("6 of 9 right\n 0 0 1\n 0 4 0\n 2 0 2", confusion.toString());
  }

  @Test
  void scoresOfAnotherNumberOfClassesAreRefused() {
    var confusion = new Confusion(10);
    var error = assertThrows(IllegalArgumentException.class, () -> confusion.add(SCORES, LABELS));
    assertEquals("Confusion.add needs scores of shape (N, 10), got (4, 3)", error.getMessage());
  }

  @Test
  void labelsThatDoNotFitAreRefused() {
    var confusion = new Confusion(3);
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> confusion.add(SCORES, Tensor.of(new int[] {1, 2})));
    assertEquals(
        "Confusion.add needs one label for each of 4 rows of scores, got labels of shape (2,)",
        error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> confusion.add(1, 3));
  }
}
