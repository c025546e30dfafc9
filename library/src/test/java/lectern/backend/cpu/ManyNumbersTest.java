package lectern.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import lectern.backend.Shape;
import lectern.backend.cpu.lanes.LaneKernels;
import lectern.random.RandomStream;
import org.junit.jupiter.api.Test;

/// Sums and products of many numbers keep their digits.
final class ManyNumbersTest {

  @Test
  void productsAgreeForEveryLength() {
    var x = new float[300];
    new RandomStream(9).normal(x, 1, 0.2);
    for (int n = 0; n < 200; n++) {
      double expected = 1;
      for (int i = 3; i < 3 + n; i++) {
        expected *= x[i];
      }
      assertEquals(expected, new LaneKernels().product(x, 3, n), 1e-12 * Math.abs(expected));
    }
  }

  @Test
  void aLongSumOfColumnsKeepsItsDigits() {
    int rows = 200_000;
    var x = new float[rows * 3];
    var ones = new float[rows];
    Arrays.fill(x, 0.1f);
    Arrays.fill(ones, 1);
    var backend = new CpuBackend();
    var columns = backend.wrap(x, Shape.of(rows, 3));
    var row = backend.wrap(ones, Shape.of(1, rows));
    for (float got : (float[]) backend.toJava(backend.matmul(row, columns))) {
      assertEquals(rows * (double) 0.1f, got, 0.1);
    }
  }

  @Test
  void aProductsGradientIsRightWhereTheProductIsOutOfRange() {
    var backend = new CpuBackend();
    float[] x = {1e-30f, 1e30f, 1e-30f, 2, 1e30f, 0, 1e38f, 1e38f};
    var long1 = new float[64];
    Arrays.fill(long1, 1e-30f);
    System.arraycopy(x, 0, long1, 56, 8);
    var got = backend.productsOfOthers(backend.wrap(x, Shape.of(8)), 0).storage().floats();
    assertArrayEquals(new float[] {0, 0, 0, 0, 0, Float.POSITIVE_INFINITY, 0, 0}, got);
    got = backend.productsOfOthers(backend.wrap(long1, Shape.of(64)), 0).storage().floats();
    assertArrayEquals(new float[64], got);
    float[] large = {1e30f, 1e-30f, 1e30f, 3};
    got = backend.productsOfOthers(backend.wrap(large, Shape.of(4)), 0).storage().floats();
    assertArrayEquals(new float[] {3, Float.POSITIVE_INFINITY, 3, 1e30f}, got, 1e-5f);
  }
}
