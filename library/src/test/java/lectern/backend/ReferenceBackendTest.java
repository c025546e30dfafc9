package lectern.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ReferenceBackendTest {

  private final Backend backend = Backend.named("reference");

  private Array array(int rows, int columns) {
    var values = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return backend.wrap(values, Shape.of(rows, columns));
  }

  private double[] doubles(Array a) {
    return (double[]) backend.toJava(a);
  }

  @Test
  void aTransposedViewMultipliesWithoutACopy() {
    var a = array(2, 3);
    var product = backend.matmul(a, a.transpose(0, 1));
    assertArrayEquals(new double[] {5, 14, 14, 50}, doubles(product));
  }

  @Test
  void viewsReadTheSameMemory() {
    var a = array(3, 4);
    assertArrayEquals(new double[] {1, 3, 5, 7, 9, 11}, doubles(a.slice(1, 1, 4, 2)));
    assertArrayEquals(new double[] {1, 5, 9}, doubles(a.select(1, 1)));
    assertArrayEquals(
        new double[] {1, 1, 5, 5, 9, 9},
        doubles(a.select(1, 1).unsqueeze(1).expand(Shape.of(3, 2))));
    a.storage().doubles()[1] = 100;
    assertEquals(100, backend.get(a.select(1, 1), 0));
  }

  @Test
  void sumsRunOverTheNamedDimensions() {
    var a = array(2, 3);
    assertArrayEquals(
        new double[] {3, 5, 7}, doubles(backend.reduce(Reduction.SUM, a, new int[] {0}, false)));
    var kept = backend.reduce(Reduction.MAX, a, new int[] {1}, true);
    assertEquals(Shape.of(2, 1), kept.shape());
    assertArrayEquals(new double[] {2, 5}, doubles(kept));
  }

  @Test
  void sumsOfNothingAreZero() {
    var none = backend.allocate(DType.FLOAT64, Shape.of(2, 0));
    assertArrayEquals(
        new double[] {0, 0}, doubles(backend.reduce(Reduction.SUM, none, new int[] {1}, false)));
    assertArrayEquals(
        new double[4], doubles(backend.matmul(none, none.transpose(0, 1))), "an empty product");
  }

  @Test
  void takeAndAddAtAreOpposites() {
    var index = backend.wrap(new int[] {2, 0, 2}, Shape.of(3));
    var rows = backend.take(array(3, 2), 0, index);
    assertArrayEquals(new double[] {4, 5, 0, 1, 4, 5}, doubles(rows));
    var target = backend.full(DType.FLOAT64, Shape.of(3, 2), 0);
    backend.addAt(target, 0, index, rows);
    assertArrayEquals(new double[] {0, 1, 0, 0, 8, 10}, doubles(target));
  }

  @Test
  void anIndexOutsideIsAnErrorThatSaysSo() {
    var index = backend.wrap(new long[] {3}, Shape.of(1));
    var error =
        assertThrows(IndexOutOfBoundsException.class, () -> backend.take(array(3, 2), 0, index));
    assertEquals("index 3 is outside a dimension of size 3", error.getMessage());
  }

  @Test
  void erfAgreesWithTabulatedValues() {
    assertEquals(0.5204998778130465, Unary.ERF.apply(0.5), 1e-15);
    assertEquals(0.8427007929497149, Unary.ERF.apply(1), 1e-15);
    assertEquals(-0.9953222650189527, Unary.ERF.apply(-2), 1e-15);
    assertEquals(0.9999779095030014, Unary.ERF.apply(3), 1e-15);
    assertEquals(-6.220960574271786e-16 * 8, Unary.GELU.apply(-8), 1e-28);
  }

  @Test
  void fusedDefaultsMeanWhatTheyStandFor() {
    var x = backend.wrap(new double[] {1, 2, 3, 1000, 1000, 1000}, Shape.of(2, 3));
    var p = doubles(backend.softmax(x, 1));
    assertEquals(1, p[0] + p[1] + p[2], 1e-15);
    assertEquals(1.0 / 3, p[5], 1e-15);
    var loss = doubles(backend.crossEntropy(x, backend.wrap(new int[] {2, 0}, Shape.of(2)), null));
    assertArrayEquals(new double[] {0.40760596444438, Math.log(3)}, loss, 1e-14);
  }
}
