package lectern.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import lectern.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The half of [BackendContract] that makes few numbers of many.
abstract class ReductionContract {

  static final List<Shape> SHAPES =
      List.of(
          Shape.of(),
          Shape.of(0),
          Shape.of(1),
          Shape.of(7),
          Shape.of(3, 5),
          Shape.of(2, 0, 4),
          Shape.of(2, 3, 4),
          Shape.of(1, 33),
          Shape.of(5, 1, 17),
          Shape.of(130, 70));

  final Backend backend;
  final DType dtype;
  final Case cases;

  ReductionContract(Backend backend, DType dtype) {
    this.backend = backend;
    this.dtype = dtype;
    this.cases = new Case(backend, dtype, new RandomStream(17));
  }

  /// Units of precision that the sum of 200,000 numbers may be off.
  protected double longSumUlps() {
    return 20;
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void reductionsAgreeOverEveryChoiceOfDimensions(Reduction f) {
    for (var shape : SHAPES) {
      for (int mask = 0; mask < 1 << shape.rank(); mask++) {
        int[] dims = cases.dims(mask);
        boolean ofNothing = shape.size() == 0;
        double near = f == Reduction.PROD ? 1 : 0;
        var x = cases.uniform(shape, near - 0.001, near + 0.001);
        for (var view : ofNothing ? List.of(x) : cases.views(x)) {
          var name = f + " of " + view + " over " + Arrays.toString(dims);
          var expected = cases.reduce(f, view, dims, mask % 2 == 0);
          var got = backend.reduce(f, view, dims, mask % 2 == 0);
          double count = Math.max(1.0, (double) x.size() / Math.max(1, got.size()));
          double size = f == Reduction.PROD ? 1 : f == Reduction.SUM ? 0.001 * count : 0.001;
          cases.close(name, got, expected, 40, size);
        }
      }
    }
  }

  @Test
  void sumsOfManyNumbersKeepTheirDigits() {
    var x = cases.uniform(Shape.of(200_000), 0, 1);
    int[] all = {0};
    cases.close(
        "a long sum",
        backend.reduce(Reduction.SUM, x, all, false),
        cases.reduce(Reduction.SUM, x, all, false),
        longSumUlps());
    var rows = x.reshape(Shape.of(100_000, 2));
    cases.close(
        "a sum down long columns",
        backend.reduce(Reduction.SUM, rows, all, false),
        cases.reduce(Reduction.SUM, rows, all, false),
        400);
  }

  @Test
  void extremesShowNaN() {
    for (int n : new int[] {1, 5, 16, 40, 1000}) {
      var elements = new double[n];
      elements[n / 2] = Double.NaN;
      var x = cases.of(elements, Shape.of(n));
      int[] all = {0};
      assertTrue(Double.isNaN(backend.get(backend.reduce(Reduction.MAX, x, all, false), 0)));
      assertTrue(Double.isNaN(backend.get(backend.reduce(Reduction.MIN, x, all, false), 0)));
      assertEquals(n / 2, (int) backend.get(backend.argmax(x, 0), 0));
    }
  }

  @Test
  void argmaxTakesTheFirstOfEquals() {
    for (var shape : List.of(Shape.of(7), Shape.of(3, 5), Shape.of(2, 3, 4), Shape.of(5, 1, 17))) {
      for (int dim = 0; dim < shape.rank(); dim++) {
        for (var view : cases.views(cases.whole(shape, 3))) {
          int d = dim;
          cases.close("argmax", backend.argmax(view, d), cases.argmax(view, d), 0);
        }
      }
    }
  }

  @Test
  void runningSumsAgree() {
    for (var shape : SHAPES) {
      for (int dim = 0; dim < shape.rank(); dim++) {
        var x = cases.uniform(shape, 0, 1);
        cases.close("cumsum " + shape, backend.cumsum(x, dim), cases.cumsum(x, dim), 400);
      }
    }
  }
}
