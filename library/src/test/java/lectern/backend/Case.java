package lectern.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lectern.backend.reference.ReferenceBackend;
import lectern.random.RandomStream;

/// Inputs of one backend and type, and what the reference makes of them in float64.
final class Case {

  private final Backend backend;
  private final DType dtype;
  private final RandomStream random;
  private final ReferenceBackend reference = new ReferenceBackend();

  Case(Backend backend, DType dtype, RandomStream random) {
    this.backend = backend;
    this.dtype = dtype;
    this.random = random;
  }

  Array uniform(Shape shape, double low, double high) {
    var x = new double[Math.toIntExact(shape.size())];
    random.uniform(x, low, high);
    return of(x, shape);
  }

  /// Whole numbers below `bound`, so that equal ones are common.
  Array whole(Shape shape, int bound) {
    var x = new int[Math.toIntExact(shape.size())];
    random.ints(x, bound);
    var y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i];
    }
    return of(y, shape);
  }

  Array of(double[] elements, Shape shape) {
    if (dtype == DType.FLOAT64) {
      return backend.wrap(elements.clone(), shape);
    }
    var floats = new float[elements.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) elements[i];
    }
    return backend.wrap(floats, shape);
  }

  /// The same shape in several layouts: dense, turned, a slice of something larger, every second.
  List<Array> views(Array x) {
    var views = new ArrayList<Array>(List.of(x));
    int rank = x.rank();
    if (rank > 0 && x.size() < 30_000) {
      var shape = x.shape();
      var larger = uniform(shape.with(rank - 1, 2 * shape.at(rank - 1) + 3), 0, 1);
      int last = shape.at(rank - 1);
      views.add(refill(larger.slice(rank - 1, 2, 2 + last, 1), x));
      views.add(refill(larger.slice(rank - 1, 1, 1 + 2 * last, 2), x));
      if (rank > 1) {
        var dims = shape.dims();
        int first = dims[0];
        dims[0] = dims[rank - 1];
        dims[rank - 1] = first;
        var turned = uniform(Shape.of(dims), 0, 1);
        views.add(refill(turned.transpose(0, rank - 1), x));
      }
    }
    return views;
  }

  private Array refill(Array target, Array source) {
    backend.assign(target, source);
    return target;
  }

  /// Matrices of a size in each layout.
  List<Array> matrices(int rows, int columns) {
    return views(uniform(Shape.of(rows, columns), -1, 1));
  }

  /// Shapes that broadcast with this one.
  Set<Shape> broadcastable(Shape shape) {
    var shapes = new LinkedHashSet<Shape>(List.of(shape, Shape.of()));
    if (shape.size() > 100_000) {
      return shapes;
    }
    for (int d = 0; d < shape.rank(); d++) {
      shapes.add(shape.with(d, 1));
    }
    if (shape.rank() > 0) {
      shapes.add(Shape.of(shape.at(-1)));
      shapes.add(Shape.of(concat(2, shape.with(0, 1).dims())));
    }
    return shapes;
  }

  private static int[] concat(int first, int[] rest) {
    var all = new int[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  int[] dims(int mask) {
    return IntStream.range(0, 31).filter(d -> (mask >> d & 1) == 1).toArray();
  }

  // What the reference computes, in float64

  ReferenceBackend reference() {
    return reference;
  }

  Array unary(Unary f, Array x) {
    return reference.unary(f, exact(x));
  }

  Array binary(Binary f, Array a, Array b) {
    return reference.binary(f, exact(a), exact(b));
  }

  Array reduce(Reduction f, Array x, int[] dims, boolean keep) {
    return reference.reduce(f, exact(x), dims, keep);
  }

  Array argmax(Array x, int dim) {
    return reference.argmax(exact(x), dim);
  }

  Array cumsum(Array x, int dim) {
    return reference.cumsum(exact(x), dim);
  }

  Array matmul(Array a, Array b) {
    return reference.matmul(exact(a), exact(b));
  }

  Array where(Array condition, Array a, Array b) {
    return reference.where(exact(condition), exact(a), exact(b));
  }

  Array take(Array x, int dim, Array index) {
    return reference.take(exact(x), dim, exact(index));
  }

  Array addAt(Array target, int dim, Array index, Array source) {
    var out = exact(target);
    reference.addAt(out, dim, exact(index), exact(source));
    return out;
  }

  Array gather(Array x, int dim, Array index) {
    return reference.gather(exact(x), dim, exact(index));
  }

  Array scatterAdd(Array target, int dim, Array index, Array source) {
    var out = exact(target);
    reference.scatterAdd(out, dim, exact(index), exact(source));
    return out;
  }

  Array copy(Array x) {
    return exact(x);
  }

  Array addScaled(Array target, Array source, double alpha) {
    var out = exact(target);
    reference.addScaled(out, exact(source), alpha);
    return out;
  }

  /// A copy in the reference's hands; floating types become float64.
  Array exact(Array x) {
    var copy = reference.wrap(backend.toJava(x), x.shape());
    return x.dtype().isFloating() ? reference.cast(copy, DType.FLOAT64) : copy;
  }

  void close(String name, Array got, Array expected, double ulps) {
    close(name, got, expected, ulps, 0);
  }

  /// Equal shapes, and elements that differ by at most `ulps` units of precision.
  ///
  /// @param size what the result was added up from, when that is larger than the result
  void close(String name, Array got, Array expected, double ulps, double size) {
    assertEquals(expected.shape(), got.shape(), () -> "shape of " + name);
    var x = numbers(exact(got));
    var y = numbers(expected.storage().backend() == reference ? expected : exact(expected));
    double precision = dtype == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    for (int i = 0; i < x.length; i++) {
      double a = x[i];
      double b = y[i];
      double allowed = 2 * ulps * precision * Math.max(Math.abs(b), size);
      if (!(Math.abs(a - b) <= Math.max(allowed, tiny())) && Double.compare(a, b) != 0 && a != b) {
        fail("%s: element %d is %s, the reference has %s".formatted(name, i, a, b));
      }
    }
  }

  private double[] numbers(Array x) {
    return (double[]) reference.toJava(reference.cast(x, DType.FLOAT64));
  }

  private double tiny() {
    return dtype == DType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
  }
}
