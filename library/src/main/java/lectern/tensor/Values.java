package lectern.tensor;

import java.util.Arrays;
import lectern.backend.Backend;
import lectern.backend.DType;

/// Taking values out, and other types.
public sealed interface Values permits Tensor {

  private Tensor self() {
    return (Tensor) this;
  }

  /// The only element.
  ///
  /// @throws ShapeException if there is not exactly one
  default double item() {
    var x = self();
    if (x.size() != 1) {
      throw new ShapeException(
          "item() reads a single number, this has shape " + x.shape() + "; use get(i, j, …)");
    }
    return x.backend().get(x.array(), 0);
  }

  /// One element, by its place in each dimension.
  default double get(int... index) {
    var x = self();
    if (index.length != x.rank()) {
      throw new ShapeException(
          "get takes one index per dimension of %s, got %d".formatted(x.shape(), index.length));
    }
    long place = 0;
    for (int d = 0; d < index.length; d++) {
      int size = x.shape().at(d);
      int i = index[d] < 0 ? index[d] + size : index[d];
      if (i < 0 || i >= size) {
        throw new IndexOutOfBoundsException(
            "index %d of dimension %d is outside %s".formatted(index[d], d, x.shape()));
      }
      place = place * size + i;
    }
    return x.backend().get(x.array(), place);
  }

  /// The elements in row-major order, as the matching Java array of its own.
  private Object elements(DType dtype) {
    var x = self();
    var array = x.dtype() == dtype ? x.array() : x.backend().cast(x.array(), dtype);
    return x.backend().toJava(array);
  }

  /// A copy of the elements in row-major order.
  default float[] toFloats() {
    return (float[]) elements(DType.FLOAT32);
  }

  /// A copy of the elements in row-major order.
  default double[] toDoubles() {
    return (double[]) elements(DType.FLOAT64);
  }

  /// A copy of the elements in row-major order; real numbers are cut off.
  default int[] toInts() {
    return (int[]) elements(DType.INT32);
  }

  /// A copy of the elements in row-major order; real numbers are cut off.
  default long[] toLongs() {
    return (long[]) elements(DType.INT64);
  }

  /// A copy of the elements in row-major order; true where not zero.
  default boolean[] toBooleans() {
    return (boolean[]) elements(DType.BOOL);
  }

  /// A matrix as rows.
  ///
  /// @throws ShapeException if the rank is not 2
  default double[][] toRows() {
    var x = self();
    if (x.rank() != 2) {
      throw new ShapeException("toRows() reads a matrix, this has shape " + x.shape());
    }
    var all = toDoubles();
    int columns = x.size(1);
    var rows = new double[x.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(all, i * columns, (i + 1) * columns);
    }
    return rows;
  }

  /// The values in another type. Gradients pass between floating types.
  default Tensor to(DType dtype) {
    var x = self();
    if (x.dtype() == dtype) {
      return x;
    }
    var y = new Tensor(x.backend().cast(x.array(), dtype));
    return dtype.isFloating() && x.dtype().isFloating()
        ? Op.record("to", y, x, g -> g.to(x.dtype()))
        : Op.made("to", y);
  }

  /// The values on another backend, without history.
  default Tensor to(Backend backend) {
    var x = self();
    if (x.array().storage().backend() == backend.base()) {
      return x;
    }
    return new Tensor(backend.wrap(x.backend().toJava(x.array()), x.shape()));
  }

  /// A copy in memory of its own; the gradient passes through.
  default Tensor copy() {
    var x = self();
    return Op.record("copy", new Tensor(x.backend().copy(x.array())), x, g -> g);
  }
}
