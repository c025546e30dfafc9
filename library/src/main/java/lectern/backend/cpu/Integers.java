package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Reduction;
import lectern.backend.Shape;
import lectern.backend.Unary;

/// Functions of integers and truth values, by way of float64: some elements at a time are turned
/// into it in the nearest cache, computed with, and turned back.
final class Integers {

  /// Elements worth a thread of their own.
  private static final int GRAIN = 1 << 15;

  /// Elements at a time.
  private static final int CACHED = 1 << 10;

  private static final Loops LOOPS = DoubleLoops.INSTANCE;

  private Integers() {}

  static Array unary(CpuBackend backend, Unary f, Array a) {
    var result = backend.allocate(a.dtype(), a.shape());
    if (result.size() == 0) {
      return result;
    }
    var runs = new Runs(a, result);
    runs.each(
        GRAIN,
        () -> {
          var x = new double[CACHED];
          return (at, n) -> {
            for (int i = 0; i < n; i += CACHED) {
              int count = Math.min(CACHED, n - i);
              Casts.read(a.storage(), at[0] + i * runs.stride(0), runs.stride(0), x, count);
              LOOPS.unary(f, x, 0, x, 0, count);
              Casts.write(x, 0, result.storage(), at[1] + i, count);
            }
          };
        });
    return result;
  }

  static Array binary(CpuBackend backend, Binary f, Array left, Array right) {
    var shape = Shape.broadcast(left.shape(), right.shape());
    var result = backend.allocate(f.isComparison() ? DType.BOOL : left.dtype(), shape);
    if (result.size() == 0) {
      return result;
    }
    var a = left.expand(shape);
    var b = right.expand(shape);
    var runs = new Runs(a, b, result);
    runs.each(
        GRAIN,
        () -> {
          var x = new double[CACHED];
          var y = new double[CACHED];
          return (at, n) -> {
            for (int i = 0; i < n; i += CACHED) {
              int count = Math.min(CACHED, n - i);
              Casts.read(a.storage(), at[0] + i * runs.stride(0), runs.stride(0), x, count);
              Casts.read(b.storage(), at[1] + i * runs.stride(1), runs.stride(1), y, count);
              if (f.isComparison()) {
                LOOPS.compare(f, x, 0, y, 0, result.storage().booleans(), at[2] + i, count);
              } else {
                LOOPS.binary(f, x, 0, y, 0, x, 0, count);
                Casts.write(x, 0, result.storage(), at[2] + i, count);
              }
            }
          };
        });
    return result;
  }

  /// a where the condition holds, else b; all three broadcast.
  static Array where(CpuBackend backend, Array condition, Array left, Array right) {
    var shape = Shape.broadcast(condition.shape(), Shape.broadcast(left.shape(), right.shape()));
    var result = backend.allocate(left.dtype(), shape);
    if (result.size() == 0) {
      return result;
    }
    var c = condition.expand(shape);
    var a = left.expand(shape);
    var b = right.expand(shape);
    var runs = new Runs(c, a, b, result);
    runs.each(
        GRAIN,
        () -> {
          var which = new double[CACHED];
          var x = new double[CACHED];
          var y = new double[CACHED];
          return (at, n) -> {
            for (int i = 0; i < n; i += CACHED) {
              int count = Math.min(CACHED, n - i);
              Casts.read(c.storage(), at[0] + i * runs.stride(0), runs.stride(0), which, count);
              Casts.read(a.storage(), at[1] + i * runs.stride(1), runs.stride(1), x, count);
              Casts.read(b.storage(), at[2] + i * runs.stride(2), runs.stride(2), y, count);
              for (int j = 0; j < count; j++) {
                x[j] = which[j] != 0 ? x[j] : y[j];
              }
              Casts.write(x, 0, result.storage(), at[3] + i, count);
            }
          };
        });
    return result;
  }

  static Array reduce(CpuBackend backend, Reduction f, Array a, int[] dims, boolean keepDims) {
    var wide = backend.cast(a, DType.FLOAT64);
    var reduced = Reductions.reduce(backend, f, wide, dims, keepDims);
    var result = backend.cast(reduced, a.dtype());
    backend.recycle(wide.storage());
    backend.recycle(reduced.storage());
    return result;
  }

  static Array argmax(CpuBackend backend, Array a, int dim) {
    var wide = backend.cast(a, DType.FLOAT64);
    var result = Reductions.argmax(backend, wide, dim);
    backend.recycle(wide.storage());
    return result;
  }
}
