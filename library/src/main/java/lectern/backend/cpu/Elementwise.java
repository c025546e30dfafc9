package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.Shape;
import lectern.backend.Unary;

/// Functions of each element: strides are turned into runs ([Runs]), runs are given to [Loops].
final class Elementwise {

  /// Elements worth a thread of their own: a sum costs less than waking a thread, an exp more.
  private static final int CHEAP = 1 << 16;

  private static final int DEAR = 1 << 13;

  private Elementwise() {}

  static Array unary(CpuBackend backend, Unary f, Array a) {
    var loops = Loops.of(a.dtype());
    var result = backend.allocate(a.dtype(), a.shape());
    var out = result.storage().data();
    var in = a.storage().data();
    if (a.isContiguous()) {
      Workers.split(
          a.length(),
          grain(f),
          (from, to) -> loops.unary(f, in, a.offset() + from, out, from, to - from));
      return result;
    }
    if (a.size() > 0) {
      var runs = new Runs(a, result);
      runs.each(
          grain(f),
          () ->
              (at, n) -> {
                loops.gather(in, at[0], runs.stride(0), out, at[1], n);
                loops.unary(f, out, at[1], out, at[1], n);
              });
    }
    return result;
  }

  static Array binary(CpuBackend backend, Binary f, Array a, Array b) {
    boolean alike = a.shape().equals(b.shape());
    var shape = alike ? a.shape() : Shape.broadcast(a.shape(), b.shape());
    if (f.isComparison()) {
      return Choices.compare(backend, f, a.expand(shape), b.expand(shape));
    }
    var result = backend.allocate(a.dtype(), shape);
    if (alike && a.isContiguous() && b.isContiguous()) {
      dense(f, a, b, result, result.length());
    } else if (result.size() > 0) {
      strided(f, a.expand(shape), b.expand(shape), result);
    }
    return result;
  }

  private static void dense(Binary f, Array a, Array b, Array out, int n) {
    var loops = Loops.of(a.dtype());
    Workers.split(
        n,
        grain(f),
        (from, to) ->
            loops.binary(
                f,
                a.storage().data(),
                a.offset() + from,
                b.storage().data(),
                b.offset() + from,
                out.storage().data(),
                out.offset() + from,
                to - from));
  }

  /// All of one shape, the result's runs dense. An operand whose elements are not neighbours is
  /// first copied: the left one into the result itself, the right one into scratch memory.
  private static void strided(Binary f, Array a, Array b, Array result) {
    var loops = Loops.of(a.dtype());
    var runs = new Runs(a, b, result);
    var x = a.storage().data();
    var y = b.storage().data();
    var out = result.storage().data();
    int strideA = runs.stride(0);
    int strideB = runs.stride(1);
    runs.each(
        grain(f),
        () -> {
          var scratch = strideB > 1 || strideB < 0 ? loops.make(runs.inner()) : null;
          return (at, n) -> {
            var left = x;
            int leftAt = at[0];
            if (strideA != 1 && n > 1) {
              loops.gather(x, at[0], strideA, out, at[2], n);
              left = out;
              leftAt = at[2];
            }
            if (strideB == 0) {
              loops.binary(f, left, leftAt, loops.get(y, at[1]), out, at[2], n);
            } else if (strideB == 1) {
              loops.binary(f, left, leftAt, y, at[1], out, at[2], n);
            } else {
              loops.gather(y, at[1], strideB, scratch, 0, n);
              loops.binary(f, left, leftAt, scratch, 0, out, at[2], n);
            }
          };
        });
  }

  /// target ← target ∘ source, the source of the target's shape.
  static void update(Binary f, Array target, Array source) {
    if (target.isContiguous() && source.isContiguous()) {
      dense(f, target, source, target, target.length());
      return;
    }
    var loops = Loops.of(target.dtype());
    var runs = new Runs(target, source);
    var x = target.storage().data();
    var y = source.storage().data();
    boolean direct = runs.stride(0) == 1;
    // One number for the whole run.
    boolean same = direct && runs.stride(1) == 0;
    runs.each(
        grain(f),
        () -> {
          var left = loops.make(direct ? 0 : runs.inner());
          var right = loops.make(same || runs.stride(1) == 1 ? 0 : runs.inner());
          return (at, n) -> {
            if (same) {
              loops.binary(f, x, at[0], loops.get(y, at[1]), x, at[0], n);
              return;
            }
            var right1 = runs.stride(1) == 1 ? y : right;
            int rightAt = runs.stride(1) == 1 ? at[1] : 0;
            if (runs.stride(1) != 1) {
              loops.gather(y, at[1], runs.stride(1), right, 0, n);
            }
            if (direct) {
              loops.binary(f, x, at[0], right1, rightAt, x, at[0], n);
            } else {
              loops.gather(x, at[0], runs.stride(0), left, 0, n);
              loops.binary(f, left, 0, right1, rightAt, left, 0, n);
              loops.scatter(left, 0, x, at[0], runs.stride(0), n);
            }
          };
        });
  }

  /// target ← target + alpha·source; both dense.
  static void addScaled(Array target, Array source, double alpha) {
    var loops = Loops.of(target.dtype());
    Workers.split(
        target.length(),
        CHEAP,
        (from, to) ->
            loops.addScaled(
                alpha,
                source.storage().data(),
                source.offset() + from,
                target.storage().data(),
                target.offset() + from,
                to - from));
  }

  /// target ← source, of one floating type and one shape.
  static void assign(Array target, Array source) {
    var to = target.storage().data();
    var from = source.storage().data();
    if (target.isContiguous() && source.isContiguous()) {
      Workers.split(
          target.length(),
          CHEAP,
          (first, last) ->
              System.arraycopy(
                  from, source.offset() + first, to, target.offset() + first, last - first));
      return;
    }
    var loops = Loops.of(target.dtype());
    var runs = new Runs(target, source);
    int targetStride = runs.stride(0);
    int sourceStride = runs.stride(1);
    runs.each(
        CHEAP,
        () -> {
          var scratch = loops.make(targetStride == 1 || sourceStride == 1 ? 0 : runs.inner());
          return (at, n) -> {
            if (targetStride == 1 && sourceStride == 1) {
              System.arraycopy(from, at[1], to, at[0], n);
            } else if (targetStride == 1) {
              loops.gather(from, at[1], sourceStride, to, at[0], n);
            } else if (sourceStride == 1) {
              loops.scatter(from, at[1], to, at[0], targetStride, n);
            } else {
              loops.gather(from, at[1], sourceStride, scratch, 0, n);
              loops.scatter(scratch, 0, to, at[0], targetStride, n);
            }
          };
        });
  }

  /// target ← value, of a floating type.
  static void fill(Array target, double value) {
    var loops = Loops.of(target.dtype());
    var runs = new Runs(target);
    var out = target.storage().data();
    runs.each(
        CHEAP,
        () ->
            (at, n) -> {
              if (runs.stride(0) == 1) {
                loops.fill(out, at[0], n, value);
              } else {
                for (int i = 0; i < n; i++) {
                  loops.set(out, at[0] + i * runs.stride(0), value);
                }
              }
            });
  }

  private static int grain(Unary f) {
    return switch (f) {
      case NEG, ABS, SIGN, SQUARE, RECIPROCAL, RELU, SQRT, RSQRT -> CHEAP;
      default -> DEAR;
    };
  }

  private static int grain(Binary f) {
    return switch (f) {
      case POW, GELU_GRAD, GELU_TANH_GRAD, SILU_GRAD -> DEAR;
      default -> CHEAP;
    };
  }
}
