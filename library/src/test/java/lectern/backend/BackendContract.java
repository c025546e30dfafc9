package lectern.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every backend must compute: each primitive on many shapes and strides, compared with the
/// reference in float64.
///
/// Differences are counted in units of the type's precision, relative to the larger of the result
/// and the size of what was added up to it.
public abstract class BackendContract extends ReductionContract {

  /// Long enough that several threads share the loop.
  private static final Shape LONG = Shape.of(150_001);

  /// @param dtype the floating type that is tested
  protected BackendContract(Backend backend, DType dtype) {
    super(backend, dtype);
  }

  /// Units of precision that a function of one number may be off.
  protected double unaryUlps(Unary f) {
    return f == Unary.GELU || f == Unary.GELU_TANH ? 6 : 2;
  }

  /// What a difference inside the function is compared with: 1 − y² loses digits of y near 1.
  private static double size(Binary f) {
    return f.name().endsWith("GRAD") ? 1 : 0;
  }

  @ParameterizedTest
  @EnumSource(Unary.class)
  void functionsOfOneNumberAgree(Unary f) {
    for (var shape : SHAPES) {
      var x = domain(f, shape);
      for (var view : cases.views(x)) {
        // GELU's tanh form is a sum that vanishes on the left: what 1 + tanh u has lost is lost.
        double size = f == Unary.GELU_TANH ? 1 : 0;
        var got = backend.unary(f, view);
        cases.close(f + " of " + view, got, cases.unary(f, view), unaryUlps(f), size);
      }
    }
  }

  @Test
  void longArraysAgree() {
    var a = cases.uniform(LONG, 0.1, 3);
    var b = cases.uniform(LONG, 0.1, 3);
    for (var f : List.of(Unary.NEG, Unary.EXP)) {
      cases.close("long " + f, backend.unary(f, a), cases.unary(f, a), 2);
    }
    for (var f : List.of(Binary.ADD, Binary.POW, Binary.LT)) {
      cases.close("long " + f, backend.binary(f, a, b), cases.binary(f, a, b), 4);
    }
    var expected = cases.binary(Binary.ADD, a, b);
    backend.update(Binary.ADD, a, b);
    cases.close("long update", a, expected, 2);
  }

  private Array domain(Unary f, Shape shape) {
    return switch (f) {
      case LOG, SQRT, RSQRT -> cases.uniform(shape, 1e-6, 50);
      case LOG1P -> cases.uniform(shape, -0.9, 50);
      case SIN, COS -> cases.uniform(shape, -6, 6);
      default -> cases.uniform(shape, -8, 8);
    };
  }

  @ParameterizedTest
  @EnumSource(Binary.class)
  void functionsOfTwoNumbersAgreeWithEveryBroadcast(Binary f) {
    for (var shape : SHAPES) {
      for (var other : cases.broadcastable(shape)) {
        var a = cases.uniform(shape, 0.1, 3);
        var b = cases.uniform(other, f == Binary.TANH_GRAD ? -1 : 0.1, 1);
        for (var left : cases.views(a)) {
          var name = f + " of " + left + " and " + b;
          cases.close(name, backend.binary(f, left, b), cases.binary(f, left, b), 4, size(f));
          cases.close(name, backend.binary(f, b, left), cases.binary(f, b, left), 4, size(f));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Binary.class)
  void updatesInPlaceAgree(Binary f) {
    if (f.isComparison()) {
      assertTrue(f.compareTo(Binary.EQ) >= 0);
      return;
    }
    for (var shape : SHAPES) {
      for (var other : cases.broadcastable(shape)) {
        if (!shape.equals(Shape.broadcast(shape, other))) {
          continue;
        }
        for (var target : cases.views(cases.uniform(shape, 0.1, 3))) {
          var source = cases.uniform(other, 0.1, 1);
          var expected = cases.binary(f, target, source);
          int version = target.storage().version();
          backend.update(f, target, source);
          cases.close(f + " in place of " + target, target, expected, 4, size(f));
          assertEquals(version + 1, target.storage().version());
        }
      }
    }
  }

  @Test
  void matrixProductsAgreeForEveryLayout() {
    int[][] sizes = {
      {1, 1, 1},
      {3, 4, 5},
      {17, 1, 9},
      {1, 40, 7},
      {64, 33, 129},
      {0, 3, 2},
      {3, 0, 2},
      {90, 70, 1},
      {1, 70, 90}
    };
    for (int[] s : sizes) {
      for (var a : cases.matrices(s[0], s[1])) {
        for (var b : cases.matrices(s[1], s[2])) {
          cases.close(a + " · " + b, backend.matmul(a, b), cases.matmul(a, b), 4 + s[1], 1);
        }
      }
    }
  }

  @Test
  void productsOfStacksAgreeWithEveryBroadcast() {
    int[][][] shapes = {
      {{2, 3, 4}, {2, 4, 5}}, {{3, 4}, {2, 4, 5}}, {{2, 3, 4}, {4, 5}},
      {{2, 1, 3, 4}, {5, 4, 2}}, {{0, 3, 4}, {4, 5}}, {{6, 20, 30}, {6, 30, 8}},
      // Tiny ones, and such with a vector on either side or on both.
      {{3, 5, 8}, {3, 8, 9}}, {{2, 9, 7}, {2, 7, 33}}, {{4, 8, 8}, {4, 8, 8}},
      {{3, 5, 40}, {3, 40, 1}}, {{3, 1, 8}, {3, 8, 13}}, {{3, 6, 1}, {3, 1, 20}},
      {{3, 1, 90}, {3, 90, 1}}
    };
    for (int[][] pair : shapes) {
      var a = cases.uniform(Shape.of(pair[0]), -1, 1);
      var b = cases.uniform(Shape.of(pair[1]), -1, 1);
      cases.close(a + " · " + b, backend.matmul(a, b), cases.matmul(a, b), 40, 1);
      var turned = backend.copy(b.transpose(b.rank() - 2, b.rank() - 1));
      var back = turned.transpose(b.rank() - 2, b.rank() - 1);
      cases.close(a + " · " + back, backend.matmul(a, back), cases.matmul(a, back), 40, 1);
      var aside = backend.copy(a.transpose(a.rank() - 2, a.rank() - 1));
      var left = aside.transpose(a.rank() - 2, a.rank() - 1);
      cases.close(left + " · " + back, backend.matmul(left, back), cases.matmul(a, b), 40, 1);
      cases.close(left + " · " + b, backend.matmul(left, b), cases.matmul(a, b), 40, 1);
    }
  }

  @Test
  void choicesAgree() {
    for (var shape : SHAPES) {
      var a = cases.uniform(shape, -1, 1);
      var b = cases.uniform(Shape.of(), -1, 1);
      var condition = backend.binary(Binary.GT, a, b);
      cases.close("where", backend.where(condition, a, b), cases.where(condition, a, b), 0);
    }
  }

  @Test
  void typesConvertBothWays() {
    var x = cases.of(new double[] {-2.7, -0.5, 0, 0.5, 3.9}, Shape.of(5));
    assertArrayEquals(
        new long[] {-2, 0, 0, 0, 3}, (long[]) backend.toJava(backend.cast(x, DType.INT64)));
    assertArrayEquals(
        new int[] {-2, 0, 0, 0, 3}, (int[]) backend.toJava(backend.cast(x, DType.INT32)));
    assertArrayEquals(
        new boolean[] {true, true, false, true, true},
        (boolean[]) backend.toJava(backend.cast(x, DType.BOOL)));
    var truth = backend.cast(backend.cast(x, DType.BOOL), dtype);
    cases.close("BOOL back", truth, cases.of(new double[] {1, 1, 0, 1, 1}, Shape.of(5)), 0);
  }

  @Test
  void slicesAreTakenAndAddedBack() {
    var index = backend.wrap(new long[] {2, 0, 2, 1}, Shape.of(2, 2));
    for (int dim = 0; dim < 3; dim++) {
      for (var x : cases.views(cases.uniform(Shape.of(3, 4, 5), -1, 1))) {
        var taken = backend.take(x, dim, index);
        cases.close("take", taken, cases.take(x, dim, index), 0);
        var target = backend.copy(x);
        var expected = cases.addAt(x, dim, index, taken);
        backend.addAt(target, dim, index, taken);
        cases.close("addAt", target, expected, 4);
      }
    }
  }

  @Test
  void singleElementsAreGatheredAndScattered() {
    var index = backend.wrap(new int[] {2, 0, 1, 1, 0, 2}, Shape.of(2, 3));
    var x = cases.uniform(Shape.of(3, 3), -1, 1);
    for (int dim = 0; dim < 2; dim++) {
      var got = backend.gather(x, dim, index);
      cases.close("gather", got, cases.gather(x, dim, index), 0);
      var target = backend.copy(x);
      var expected = cases.scatterAdd(x, dim, index, got);
      backend.scatterAdd(target, dim, index, got);
      cases.close("scatterAdd", target, expected, 4);
    }
  }

  @Test
  void anIndexOutsideIsAnError() {
    var x = cases.uniform(Shape.of(3, 2), -1, 1);
    var index = backend.wrap(new long[] {3}, Shape.of(1));
    var e = assertThrows(IndexOutOfBoundsException.class, () -> backend.take(x, 0, index));
    assertTrue(e.getMessage().contains("3"), e.getMessage());
  }

  @Test
  void javaArraysComeAndGo() {
    for (var shape : SHAPES) {
      for (var view : cases.views(cases.uniform(shape, -1, 1))) {
        var copy = backend.wrap(backend.toJava(view), shape);
        cases.close("round trip", copy, cases.copy(view), 0);
      }
    }
  }

  @Test
  void partsOfAnArrayAreFilledAndAssigned() {
    var x = cases.uniform(Shape.of(4, 6), -1, 1);
    backend.fill(x.slice(1, 1, 6, 2), 7);
    backend.assign(x.select(0, 2), cases.of(new double[] {5}, Shape.of(1)));
    for (int i = 0; i < 24; i++) {
      double value = backend.get(x, i);
      if (i / 6 == 2) {
        assertEquals(5, value);
      } else {
        assertEquals(i % 2 == 1, value == 7, "element " + i + " is " + value);
      }
    }
  }

  @Test
  void multiplesAreAddedInPlace() {
    for (var shape : SHAPES) {
      for (var target : cases.views(cases.uniform(shape, -1, 1))) {
        var source = cases.uniform(shape, -1, 1);
        var expected = cases.addScaled(target, source, 0.3);
        backend.addScaled(target, source, 0.3);
        cases.close("addScaled", target, expected, 4, 1);
      }
    }
  }
}
