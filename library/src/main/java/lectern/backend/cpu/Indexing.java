package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Shape;

/// Reading and adding whole slices that an index array names.
final class Indexing {

  /// Elements worth a thread of their own.
  private static final int GRAIN = 1 << 13;

  private Indexing() {}

  /// Slices of any type: only copies.
  static Array take(CpuBackend backend, Array a, int dim, Array index) {
    var result = backend.allocate(a.dtype(), taken(a.shape(), dim, index.shape()));
    if (result.size() == 0) {
      return result;
    }
    var in = backend.contiguous(a);
    int size = a.shape().at(dim);
    int[] at = indices(backend, index, size);
    int inner = inner(a.shape(), dim);
    int outer = result.length() / Math.max(1, at.length * inner);
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < at.length; i++) {
        System.arraycopy(
            in.storage().data(),
            in.offset() + (o * size + at[i]) * inner,
            result.storage().data(),
            (o * at.length + i) * inner,
            inner);
      }
    }
    return result;
  }

  /// Adds slices of a floating type; the target is dense.
  static void addAt(CpuBackend backend, Array target, int dim, Array index, Array source) {
    if (source.size() == 0) {
      return;
    }
    var in = backend.contiguous(source);
    int size = target.shape().at(dim);
    int[] at = indices(backend, index, size);
    int inner = inner(target.shape(), dim);
    int outer = source.length() / Math.max(1, at.length * inner);
    var loops = Loops.of(target.dtype());
    var data = target.storage().data();
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < at.length; i++) {
        int place = target.offset() + (o * size + at[i]) * inner;
        loops.binary(
            Binary.ADD,
            data,
            place,
            in.storage().data(),
            in.offset() + (o * at.length + i) * inner,
            data,
            place,
            inner);
      }
    }
  }

  /// Whether an index `(…, J)` names elements of rows `(…, K)`, row by row.
  static boolean alongRows(Array a, int dim, Array index) {
    if (dim != a.rank() - 1 || !a.dtype().isFloating() || index.size() == 0) {
      return false;
    }
    return a.shape().with(-1, 1).equals(index.shape().with(-1, 1));
  }

  /// out[r, j] = a[r, index[r, j]]
  static Array gatherRows(CpuBackend backend, Array a, Array index) {
    var in = backend.contiguous(a);
    int width = a.shape().at(-1);
    int[] at = indices(backend, index, width);
    int count = index.shape().at(-1);
    var result = backend.allocate(a.dtype(), index.shape());
    var loops = Loops.of(a.dtype());
    Workers.split(
        at.length / count,
        Math.max(1, GRAIN / count),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            loops.pick(
                in.storage().data(),
                in.offset() + row * width,
                at,
                result.storage().data(),
                row * count,
                count);
          }
        });
    return result;
  }

  /// target[r, index[r, j]] += source[r, j]; the target is dense.
  static void scatterRows(CpuBackend backend, Array target, Array index, Array source) {
    var in = backend.contiguous(source);
    int width = target.shape().at(-1);
    int[] at = indices(backend, index, width);
    int count = index.shape().at(-1);
    var loops = Loops.of(target.dtype());
    Workers.split(
        at.length / count,
        Math.max(1, GRAIN / count),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            loops.put(
                in.storage().data(),
                in.offset() + row * count,
                at,
                row * count,
                target.storage().data(),
                target.offset() + row * width,
                count);
          }
        });
  }

  /// The indices as a Java array, each checked.
  ///
  /// @throws IndexOutOfBoundsException if one is outside the dimension
  static int[] indices(CpuBackend backend, Array index, int size) {
    var dense = backend.contiguous(index);
    boolean narrow = index.dtype() == DType.INT32;
    var out = new int[index.length()];
    int outside = 0;
    for (int i = 0; i < out.length; i++) {
      int at = dense.offset() + i;
      long value = narrow ? dense.storage().ints()[at] : dense.storage().longs()[at];
      out[i] = (int) value;
      outside |= value < 0 || value >= size ? 1 : 0;
    }
    for (int i = 0; outside != 0 && i < out.length; i++) {
      long value = (long) backend.get(dense, i);
      if (value < 0 || value >= size) {
        throw new IndexOutOfBoundsException(
            "index " + value + " is outside a dimension of size " + size);
      }
    }
    return out;
  }

  private static int inner(Shape shape, int dim) {
    int inner = 1;
    for (int d = dim + 1; d < shape.rank(); d++) {
      inner *= shape.at(d);
    }
    return inner;
  }

  /// The index's dimensions in place of `dim`.
  private static Shape taken(Shape shape, int dim, Shape index) {
    var dims = new int[shape.rank() - 1 + index.rank()];
    int next = 0;
    for (int d = 0; d < shape.rank(); d++) {
      if (d != dim) {
        dims[next++] = shape.at(d);
        continue;
      }
      for (int i = 0; i < index.rank(); i++) {
        dims[next++] = index.at(i);
      }
    }
    return Shape.of(dims);
  }
}
