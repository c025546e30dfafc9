package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Shape;

/// Reading and adding whole slices that an index array names.
final class Indexing {

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

  /// The indices as a Java array, each checked.
  ///
  /// @throws IndexOutOfBoundsException if one is outside the dimension
  static int[] indices(CpuBackend backend, Array index, int size) {
    var dense = backend.contiguous(index);
    var out = new int[index.length()];
    for (int i = 0; i < out.length; i++) {
      int at = dense.offset() + i;
      long value =
          index.dtype() == DType.INT64 ? dense.storage().longs()[at] : dense.storage().ints()[at];
      if (value < 0 || value >= size) {
        throw new IndexOutOfBoundsException(
            "index " + value + " is outside a dimension of size " + size);
      }
      out[i] = (int) value;
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
