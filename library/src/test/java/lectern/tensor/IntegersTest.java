package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Supplier;
import java.util.stream.Stream;
import lectern.backend.Backend;
import lectern.backend.DType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Integers and truth values, wherever indices, counts and masks need them: exact on every backend.
class IntegersTest {

  private static void is(DType dtype, Tensor actual, long... expected) {
    assertEquals(dtype, actual.dtype());
    assertArrayEquals(expected, actual.toLongs());
  }

  private static void inType(DType type) {
    var a = Tensor.of(new long[] {7, -3, 0, 5, 5, 2}, 2, 3).to(type);
    var b = Tensor.of(new long[] {2, -3, 4}).to(type);
    is(type, a.add(b), 9, -6, 4, 7, 2, 6);
    is(type, a.sub(1), 6, -4, -1, 4, 4, 1);
    is(type, a.mul(b), 14, 9, 0, 10, -15, 8);
    is(type, a.neg(), -7, 3, 0, -5, -5, -2);
    is(type, a.abs(), 7, 3, 0, 5, 5, 2);
    is(type, a.square(), 49, 9, 0, 25, 25, 4);
    is(type, a.maximum(b), 7, -3, 4, 5, 5, 4);
    is(type, a.clamp(-1, 5), 5, -1, 0, 5, 5, 2);
    is(DType.BOOL, a.eq(b), 0, 1, 0, 0, 0, 0);
    is(DType.BOOL, a.lt(b), 0, 0, 1, 0, 0, 1);
    is(DType.BOOL, a.ge(5), 1, 0, 0, 1, 1, 0);
    is(DType.INT64, a.sum(), 16);
    is(DType.INT64, a.sum(1), 4, 12);
    is(DType.INT64, a.prod(1), 0, 50);
    is(DType.INT64, a.cumsum(1), 7, 4, 4, 5, 10, 12);
    is(type, a.max(1), 7, 5);
    is(type, a.min(0), 5, -3, 0);
    is(DType.INT64, a.argmax(1), 0, 0);
    is(DType.INT64, a.argmin(1), 1, 2);
    is(type, a.t().contiguous(), 7, 5, -3, 5, 0, 2);
    is(type, a.flip(1), 0, -3, 7, 2, 5, 5);
    is(type, a.take(1, 2, 0), 0, 7, 2, 5);
    is(type, Tensor.cat(0, a, b.unsqueeze(0)).slice(0, 2, 3), 2, -3, 4);
    is(type, Tensor.where(a.gt(0), a, b), 7, -3, 4, 5, 5, 2);
    is(type, a.gather(1, Tensor.of(new int[] {2, 0}, 2, 1)), 0, 5);
    is(
        type,
        a.scatterAdd(1, Tensor.of(new int[] {2, 0}, 2, 1), a.slice(1, 0, 1)),
        7,
        -3,
        7,
        10,
        5,
        2);
    assertArrayEquals(new double[] {3.5, 1, 0}, a.select(0, 0).div(b).toDoubles());
    assertEquals(16.0 / 6, a.mean().item(), 1e-6);
    assertEquals(DType.FLOAT32, a.add(0.5).dtype());
    assertEquals(DType.FLOAT32, a.exp().dtype());
    var target = a.copy();
    target.assign(a.add(1)).mulInPlace(2).addInPlace(b, 1);
    is(type, target, 18, -7, 6, 14, 9, 10);
  }

  private static void truth() {
    var p = Tensor.of(new boolean[] {true, true, false, false});
    var q = Tensor.of(new boolean[] {true, false, true, false});
    is(DType.BOOL, p.and(q), 1, 0, 0, 0);
    is(DType.BOOL, p.or(q), 1, 1, 1, 0);
    is(DType.BOOL, p.not(), 0, 0, 1, 1);
    is(DType.INT64, p.sum(), 2);
    is(DType.INT64, p.cumsum(0), 1, 2, 2, 2);
    is(DType.BOOL, p.take(0, 3, 0), 0, 1);
    is(DType.BOOL, Tensor.cat(0, p, q).slice(0, 3, 6), 0, 1, 0);
    is(DType.INT64, p.to(DType.INT64).mul(q.to(DType.INT64)), 1, 0, 0, 0);
    assertEquals(0.5, p.mean().item());
  }

  private static void sums() {
    var x = Tensor.of(new int[] {Integer.MAX_VALUE, 1});
    is(DType.INT64, x.sum(), 1L << 31);
    is(DType.INT64, x.cumsum(0), Integer.MAX_VALUE, 1L << 31);
  }

  private static DynamicTest on(String name, String backend, Supplier<Runnable> body) {
    return DynamicTest.dynamicTest(
        name + " on " + backend, () -> Backend.use(Backend.named(backend), body.get()));
  }

  @TestFactory
  Stream<DynamicTest> integersAreExactOnEveryBackend() {
    return Stream.of("cpu", "reference", "nd4j")
        .flatMap(
            backend ->
                Stream.of(
                    on("INT32", backend, () -> () -> inType(DType.INT32)),
                    on("INT64", backend, () -> () -> inType(DType.INT64)),
                    on("BOOL", backend, () -> IntegersTest::truth),
                    on("sums", backend, () -> IntegersTest::sums)));
  }

  @Test
  void numbersThatNoIntegerIsMakeIntegersReal() {
    var x = Tensor.of(new int[] {0, 2, Integer.MAX_VALUE});
    assertArrayEquals(new double[] {0.5, 1.5, 1.5}, x.clamp(0.5, 1.5).toDoubles());
    is(DType.INT32, x.clamp(1, Double.POSITIVE_INFINITY), 1, 2, Integer.MAX_VALUE);
    is(DType.BOOL, x.lt(Double.POSITIVE_INFINITY), 1, 1, 1);
    is(DType.BOOL, x.eq(3e9), 0, 0, 0);
    is(DType.INT64, x.to(DType.INT64).add(3e9).slice(0, 0, 2), 3_000_000_000L, 3_000_000_002L);
    assertEquals(Double.POSITIVE_INFINITY, x.add(Double.POSITIVE_INFINITY).get(0));
    assertEquals(3e9, x.add(3e9).get(0));
    assertEquals(Double.NEGATIVE_INFINITY, x.maskedFill(x.eq(0), Double.NEGATIVE_INFINITY).get(0));
    is(DType.INT32, x.maskedFill(x.eq(0), 7).slice(0, 0, 2), 7, 2);
  }

  @Test
  void theSmallestTruthValueIsFalse() {
    is(DType.INT64, Tensor.of(new boolean[] {true, false, true}).argmin(0), 1);
  }

  @Test
  void anIntegerTensorIsNotScaledInPlaceByAFraction() {
    var x = Tensor.of(new int[] {10, 20});
    var e = assertThrows(IllegalArgumentException.class, () -> x.mulInPlace(0.5));
    assertEquals(
        "mulInPlace: a tensor of INT32 stays one, so its factor is whole, got 0.5; use"
            + " to(DType.FLOAT32) first",
        e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> x.addInPlace(x.copy(), 0.5));
    is(DType.INT32, x, 10, 20);
  }
}
