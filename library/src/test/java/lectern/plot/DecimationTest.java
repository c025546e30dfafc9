package lectern.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Series with more points than pixels.
class DecimationTest {

  @Test
  void aMillionPointsAreAtMostTwoInEachPixelColumnAndKeepTheirExtremes() {
    var random = new Random(5);
    var x = IntStream.range(0, 1_000_000).mapToDouble(i -> i * 600.0 / 1_000_000).toArray();
    var y = random.doubles(x.length, -100, 100).toArray();
    y[123_456] = 777;
    y[900_001] = -777;
    var perColumn = new int[600];
    double low = 0;
    double high = 0;
    var c = new double[6];
    int n = 0;
    for (var path = Decimation.line(x, y).getPathIterator(null); !path.isDone(); path.next()) {
      path.currentSegment(c);
      perColumn[(int) c[0]]++;
      low = Math.min(low, c[1]);
      high = Math.max(high, c[1]);
      n++;
    }
    assertEquals(777, high);
    assertEquals(-777, low);
    assertEquals(y[y.length - 1], c[1], "the last point stays");
    var most = Arrays.stream(perColumn).max().orElseThrow();
    assertTrue(most <= 3, () -> most + " points in one column");
    assertTrue(n <= 1202, n + " points");
  }

  @Test
  void aLineWithFewPointsIsDrawnThroughAllOfThem() {
    var path = Decimation.line(new double[] {0, 0.2, 0.4, 5, 9}, new double[] {1, 1, 1, 7, 2});
    var at = new StringBuilder();
    var c = new double[6];
    for (var i = path.getPathIterator(null); !i.isDone(); i.next()) {
      at.append(i.currentSegment(c)).append(' ').append(c[0]).append(' ').append(c[1]).append(", ");
    }
    assertEquals("0 0.0 1.0, 1 0.2 1.0, 1 5.0 7.0, 1 9.0 2.0, ", at.toString());
  }

  @Test
  void manyDotsAreDrawnOnceForEachPixel() {
    var random = new Random(7);
    var x = IntStream.range(0, 300_000).mapToDouble(i -> 50 + 9 * random.nextGaussian()).toArray();
    var y = IntStream.range(0, 300_000).mapToDouble(i -> 50 + 9 * random.nextGaussian()).toArray();
    var kept = Decimation.dots(x, y);
    var pixels =
        IntStream.range(0, x.length).mapToObj(i -> (int) x[i] + " " + (int) y[i]).distinct();
    assertEquals(pixels.count(), kept.length);
  }
}
