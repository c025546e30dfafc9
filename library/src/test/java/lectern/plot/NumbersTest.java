package lectern.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void numbersAreShort() {
    assertEquals("0.3", Numbers.text(0.1 + 0.2, 6));
    assertEquals("−1.5", Numbers.text(-1.5, 4));
    assertEquals("0.0123", Numbers.text(0.012345, 3));
    assertEquals("12000", Numbers.text(12_000, 6));
    assertEquals("10⁻⁷", Numbers.text(1e-7, 3));
    assertEquals("2.5·10¹²", Numbers.text(2.5e12, 3));
    assertEquals("0", Numbers.text(0, 3));
    assertEquals("NaN", Numbers.text(Double.NaN, 3));
  }

  @Test
  void ticksAreRoundAndInside() {
    assertArrayEquals(new double[] {0, 0.2, 0.4, 0.6, 0.8, 1}, Numbers.ticks(0, 1, 5));
    assertArrayEquals(new double[] {-1, 0, 1, 2}, Numbers.ticks(-1.3, 2.9, 4));
    assertArrayEquals(new double[] {5}, Numbers.ticks(5, 5, 4));
  }
}
