package lectern.backend.cpu;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Shape;

/// Reading and adding whole slices that an index array names.
final class Indexing {

  /// Elements worth a thread of their own.
  private static final int GRAIN = 1 << 13;

  /// Neighbours at least that a thread adds at a time.
  private static final int LINE = 64;

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
    var from = in.storage().data();
    var to = result.storage().data();
    if (inner == 1 && a.dtype().isFloating()) {
      var loops = Loops.of(a.dtype());
      Workers.split(
          outer,
          Math.max(1, GRAIN / at.length),
          (first, last) -> {
            for (int o = first; o < last; o++) {
              loops.pick(from, in.offset() + o * size, at, 0, to, o * at.length, at.length);
            }
          });
      return result;
    }
    Workers.split(
        outer * at.length,
        Math.max(1, GRAIN / inner),
        (first, last) -> {
          for (int slice = first; slice < last; slice++) {
            int place = slice / at.length * size + at[slice % at.length];
            System.arraycopy(from, in.offset() + place * inner, to, slice * inner, inner);
          }
        });
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
    var from = in.storage().data();
    var to = target.storage().data();
    // A place may be named twice: threads share what no two names have in common.
    if (inner == 1) {
      Workers.split(
          outer,
          Math.max(1, GRAIN / at.length),
          (first, last) -> {
            for (int o = first; o < last; o++) {
              int row = target.offset() + o * size;
              loops.put(from, in.offset() + o * at.length, at, 0, to, row, at.length);
            }
          });
      return;
    }
    Workers.split(
        outer * inner,
        Math.clamp(GRAIN / at.length, Math.min(inner, LINE), inner),
        (first, last) -> {
          for (int o = first / inner; o * inner < last; o++) {
            int left = Math.max(first - o * inner, 0);
            int n = Math.min(last - o * inner, inner) - left;
            for (int i = 0; i < at.length; i++) {
              int taken = in.offset() + (o * at.length + i) * inner + left;
              int place = target.offset() + (o * size + at[i]) * inner + left;
              loops.binary(Binary.ADD, to, place, from, taken, to, place, n);
            }
          }
        });
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
                row * count,
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

  /// The indices as a Java array that is only read, each checked.
  ///
  /// @throws IndexOutOfBoundsException if one is outside the dimension
  static int[] indices(CpuBackend backend, Array index, int size) {
    var dense = backend.contiguous(index);
    int n = index.length();
    var out =
        index.dtype() == DType.INT32
            ? narrow(dense.storage().ints(), dense.offset(), n)
            : narrow(dense.storage().longs(), dense.offset(), n, size);
    // Below 0 is what is negative or larger than size − 1.
    int outside = 0;
    for (int i = 0; i < n; i++) {
      outside |= out[i] | (size - 1 - out[i]);
    }
    for (int i = 0; outside < 0 && i < n; i++) {
      long value = (long) backend.get(dense, i);
      if (value < 0 || value >= size) {
        throw new IndexOutOfBoundsException(
            "index " + value + " is outside a dimension of size " + size);
      }
    }
    return out;
  }

  private static int[] narrow(int[] index, int at, int n) {
    return at == 0 && index.length == n ? index : Arrays.copyOfRange(index, at, at + n);
  }

  /// Numbers outside become −1.
  private static int[] narrow(long[] index, int at, int n, int size) {
    var out = new int[n];
    for (int i = 0; i < n; i++) {
      long value = index[at + i];
      out[i] = value < 0 || value >= size ? -1 : (int) value;
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
