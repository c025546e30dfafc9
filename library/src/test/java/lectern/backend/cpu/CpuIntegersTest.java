package lectern.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Reduction;
import lectern.backend.Shape;
import lectern.backend.Unary;
import lectern.backend.reference.ReferenceBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Integers and truth values against the reference: dense, permuted, repeated, and none.
final class CpuIntegersTest {

  private final Backend backend = new CpuBackend();
  private final Backend reference = new ReferenceBackend();

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT32", "INT64", "BOOL"})
  void functionsOfIntegersAgree(DType dtype) {
    for (var shape : List.of(Shape.of(), Shape.of(0), Shape.of(3000), Shape.of(70, 1, 33))) {
      for (var a : views(numbers(dtype, shape, 7))) {
        for (var f : List.of(Unary.NEG, Unary.ABS, Unary.SIGN, Unary.SQUARE)) {
          assertSame(f + " of " + a, backend.unary(f, a), reference.unary(f, exact(a)));
        }
        for (var b : views(numbers(dtype, shape, 5))) {
          for (var f : List.of(Binary.ADD, Binary.MUL, Binary.DIV, Binary.MAX, Binary.LT)) {
            var other = b.shape().equals(a.shape()) ? b : numbers(dtype, Shape.of(1), 4);
            assertSame(
                f + " of " + a + " and " + other,
                backend.binary(f, a, other),
                reference.binary(f, exact(a), exact(other)));
          }
        }
        var where = backend.where(numbers(DType.BOOL, a.shape(), 3), a, numbers(dtype, shape(), 2));
        var expected =
            reference.where(
                exact(numbers(DType.BOOL, a.shape(), 3)),
                exact(a),
                exact(numbers(dtype, shape(), 2)));
        assertSame("where of " + a, where, expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT32", "INT64", "BOOL"})
  void reductionsOfIntegersAgree(DType dtype) {
    for (var a : views(numbers(dtype, Shape.of(70, 3, 33), 7))) {
      for (int[] dims : new int[][] {{0}, {1}, {2}, {0, 2}, {0, 1, 2}}) {
        for (var f : List.of(Reduction.SUM, Reduction.MEAN, Reduction.MAX, Reduction.MIN)) {
          assertSame(
              f + " of " + a,
              backend.reduce(f, a, dims, true),
              reference.reduce(f, exact(a), dims, true));
        }
      }
      for (int dim = 0; dim < 3; dim++) {
        assertSame("argmax", backend.argmax(a, dim), reference.argmax(exact(a), dim));
      }
    }
    var none = numbers(dtype, Shape.of(0, 3), 7);
    var sum = backend.reduce(Reduction.SUM, none, new int[] {0}, false);
    assertSame(
        "sum of none", sum, reference.reduce(Reduction.SUM, exact(none), new int[] {0}, false));
  }

  private static Shape shape() {
    return Shape.of(1);
  }

  private Array numbers(DType dtype, Shape shape, int step) {
    var values = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * step % 11 - 5;
    }
    return backend.cast(backend.wrap(values, shape), dtype);
  }

  private static List<Array> views(Array a) {
    return a.rank() < 2 ? List.of(a) : List.of(a, a.transpose(0, a.rank() - 1));
  }

  private Array exact(Array a) {
    return reference.wrap(backend.toJava(a), a.shape());
  }

  private void assertSame(String what, Array got, Array expected) {
    assertEquals(expected.dtype(), got.dtype(), what);
    assertEquals(expected.shape(), got.shape(), what);
    assertArrayEquals(
        (double[]) reference.toJava(reference.cast(expected, DType.FLOAT64)),
        (double[]) reference.toJava(reference.cast(exact(got), DType.FLOAT64)),
        what);
  }
}
