package lectern.tensor;

import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Binary;
import lectern.backend.Reduction;

/// The search for the operation that first makes a NaN.
final class Anomaly {

  private Anomaly() {}

  /// @throws ArithmeticException if `y` holds a NaN, naming the operation
  static void check(String name, Array y) {
    if (y.dtype().isFloating() && y.size() > 0 && hasNaN(y)) {
      throw new ArithmeticException(
          name + " " + y.shape() + " made a NaN; print its inputs to see from what");
    }
  }

  /// The error of an operation inside a rule, with the operation whose rule it is in front.
  static ArithmeticException inBackward(Op op, ArithmeticException e) {
    var told = new ArithmeticException("backward of " + op.name() + ": " + e.getMessage());
    told.initCause(e);
    return told;
  }

  /// x ≠ x holds for NaN only.
  private static boolean hasNaN(Array y) {
    var backend = Backend.of(y);
    var wrong = backend.cast(backend.binary(Binary.NE, y, y), y.dtype());
    var dims = new int[y.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i;
    }
    return backend.get(backend.reduce(Reduction.MAX, wrong, dims, false), 0) != 0;
  }
}
