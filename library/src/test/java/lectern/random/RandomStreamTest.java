package lectern.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

final class RandomStreamTest {

  private static final int MANY = 200_001;

  @Test
  void theSameSeedGivesTheSameNumbersOnAnyNumberOfThreads() throws Exception {
    var alone = new double[MANY];
    var shared = new double[MANY];
    try (var one = new ForkJoinPool(1);
        var four = new ForkJoinPool(4)) {
      one.submit(() -> new RandomStream(5).normal(alone, 0, 1)).get();
      four.submit(() -> new RandomStream(5).normal(shared, 0, 1)).get();
    }
    assertArrayEquals(alone, shared);
  }

  @Test
  void fillsInPiecesOfEvenLengthGiveTheSameNumbersAsOneFill() {
    var whole = new float[1000];
    new RandomStream(1).uniform(whole, 0, 1);
    var pieces = new float[1000];
    var stream = new RandomStream(1);
    var half = new float[500];
    stream.uniform(half, 0, 1);
    System.arraycopy(half, 0, pieces, 0, 500);
    stream.uniform(half, 0, 1);
    System.arraycopy(half, 0, pieces, 500, 500);
    assertArrayEquals(whole, pieces);
  }

  @Test
  void uniformNumbersStayBelowTheUpperBoundAndSpreadEvenly() {
    var x = new float[MANY];
    new RandomStream(2).uniform(x, -1, 3);
    var counts = new int[8];
    for (float v : x) {
      assertTrue(v >= -1 && v < 3, () -> "outside [-1, 3): " + v);
      counts[(int) ((v + 1) * 2)]++;
    }
    for (int c : counts) {
      assertEquals(MANY / 8.0, c, 5 * Math.sqrt(MANY / 8.0));
    }
  }

  @Test
  void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    var x = new double[MANY];
    new RandomStream(3).normal(x, 10, 2);
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / MANY;
    double fourth = Arrays.stream(x).map(v -> Math.pow((v - mean) / 2, 4)).average().orElseThrow();
    assertEquals(10, mean, 5 * 2 / Math.sqrt(MANY));
    assertEquals(4, variance, 5 * 4 * Math.sqrt(2.0 / MANY));
    assertEquals(3, fourth, 0.15);
  }

  @Test
  void floatNormalsAreTheRoundedDoubleNormals() {
    var f = new float[101];
    var d = new double[101];
    new RandomStream(4).normal(f, 0, 1);
    new RandomStream(4).normal(d, 0, 1);
    for (int i = 0; i < 101; i++) {
      assertEquals((float) d[i], f[i]);
    }
  }

  @Test
  void bernoulliHitsWithItsProbability() {
    var x = new float[MANY];
    new RandomStream(6).bernoulli(x, 0.3);
    double hits = 0;
    for (float v : x) {
      assertTrue(v == 0 || v == 1);
      hits += v;
    }
    assertEquals(0.3, hits / MANY, 5 * Math.sqrt(0.21 / MANY));
  }

  @Test
  void aPermutationHoldsEachNumberOnceAndDiffersFromTheNext() {
    var stream = new RandomStream(7);
    var first = stream.permutation(1001);
    var second = stream.permutation(1001);
    assertFalse(Arrays.equals(first, second));
    Arrays.sort(first);
    for (int i = 0; i < first.length; i++) {
      assertEquals(i, first[i]);
    }
    assertEquals(0, stream.permutation(0).length);
  }

  @Test
  void everyOrderOfThreeIsEquallyLikely() {
    var stream = new RandomStream(8);
    var counts = new int[27];
    for (int i = 0; i < 6000; i++) {
      var p = stream.permutation(3);
      counts[9 * p[0] + 3 * p[1] + p[2]]++;
    }
    assertEquals(6, Arrays.stream(counts).filter(c -> c > 0).count());
    for (int c : counts) {
      assertTrue(c == 0 || Math.abs(c - 1000) < 150, () -> "count " + c);
    }
  }

  @Test
  void integersStayBelowTheirBound() {
    var x = new int[10_000];
    new RandomStream(9).ints(x, 7);
    assertEquals(0, Arrays.stream(x).min().orElseThrow());
    assertEquals(6, Arrays.stream(x).max().orElseThrow());
    assertThrows(IllegalArgumentException.class, () -> new RandomStream(9).nextInt(0));
  }

  @Test
  void childrenDependOnTheNameAndNotOnWhatWasRead() {
    var parent = new RandomStream(10);
    double before = parent.child("init").nextDouble();
    parent.nextDouble();
    assertEquals(before, parent.child("init").nextDouble());
    assertNotEquals(before, parent.child("shuffle").nextDouble());
    assertNotEquals(before, new RandomStream(11).child("init").nextDouble());
  }

  @Test
  void aStreamGoesOnFromASavedPosition() {
    var stream = new RandomStream(12);
    stream.nextDouble();
    long saved = stream.position();
    double expected = stream.nextDouble();
    stream.nextDouble();
    stream.position(saved);
    assertEquals(expected, stream.nextDouble());
  }

  @Test
  void uniformNumbersBetweenEqualBoundsAreTheBound() {
    var floats = new float[3];
    new RandomStream(1).uniform(floats, 0, 0);
    assertArrayEquals(new float[3], floats);
    var doubles = new double[3];
    new RandomStream(1).uniform(doubles, 2.5, 2.5);
    assertArrayEquals(new double[] {2.5, 2.5, 2.5}, doubles);
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> new RandomStream(1).uniform(floats, 1, 0));
    assertEquals("uniform numbers lie in [low, high), low ≤ high; got [1.0, 0.0)", e.getMessage());
  }
}
