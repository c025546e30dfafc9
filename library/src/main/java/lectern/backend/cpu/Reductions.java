package lectern.backend.cpu;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Reduction;

/// Sums, products and extremes of floating arrays.
final class Reductions {

  private static final int GRAIN = 1 << 15;

  /// Rows that are added up before their sum is added to the total: rounding errors then grow with
  /// the number of blocks, not of rows.
  private static final int BLOCK = 64;

  private Reductions() {}

  static Array reduce(CpuBackend backend, Reduction f, Array a, int[] dims, boolean keepDims) {
    var result = backend.allocate(a.dtype(), a.shape().without(dims, keepDims));
    if (result.size() == 0) {
      return result;
    }
    var loops = Loops.of(a.dtype());
    int count = Math.toIntExact(a.size() / result.size());
    if (a.isContiguous() && count > 0 && !neighbours(dims)) {
      inTurn(backend, f, a, dims, result);
    } else if (a.isContiguous() && dims.length > 0 && count > 0) {
      // (outer, count, inner), the middle one goes.
      int inner = 1;
      for (int d = dims[dims.length - 1] + 1; d < a.rank(); d++) {
        inner *= a.shape().at(d);
      }
      if (inner == 1) {
        rows(loops, f, a, result, count);
      } else {
        columns(loops, f, a, result, count, inner);
      }
    } else {
      var dense = backend.contiguous(a.permute(lastly(dims, a.rank())));
      rows(loops, f, dense, result, count);
      if (dense.storage() != a.storage()) {
        backend.recycle(dense.storage());
      }
    }
    if (f == Reduction.MEAN) {
      scale(loops, result, count);
    }
    return result;
  }

  /// Reduces the last neighbours among `dims`, then the others of what is left.
  private static void inTurn(CpuBackend backend, Reduction f, Array a, int[] dims, Array result) {
    int first = dims.length - 1;
    while (dims[first - 1] == dims[first] - 1) {
      first--;
    }
    var sum = f == Reduction.MEAN ? Reduction.SUM : f;
    var part = reduce(backend, sum, a, Arrays.copyOfRange(dims, first, dims.length), true);
    var whole = reduce(backend, sum, part, Arrays.copyOf(dims, first), true);
    System.arraycopy(
        whole.storage().data(), whole.offset(), result.storage().data(), 0, result.length());
    backend.recycle(part.storage());
    backend.recycle(whole.storage());
  }

  private static boolean neighbours(int[] dims) {
    return dims.length == 0 || dims[dims.length - 1] - dims[0] == dims.length - 1;
  }

  /// Each result is made of `count` neighbours.
  private static void rows(Loops loops, Reduction f, Array a, Array result, int count) {
    var in = a.storage().data();
    var out = result.storage().data();
    Workers.split(
        result.length(),
        Math.max(1, GRAIN / Math.max(1, count)),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            loops.set(out, i, loops.reduce(f, in, a.offset() + i * count, count));
          }
        });
  }

  /// Each result row is made of `count` rows of `inner` elements.
  private static void columns(
      Loops loops, Reduction f, Array a, Array result, int count, int inner) {
    int outer = result.length() / inner;
    int parts = Math.max(1, Math.min(Workers.count(), inner / 256));
    Workers.split(
        outer * parts,
        Math.max(
            1, (int) Math.min(Integer.MAX_VALUE, GRAIN * (long) parts / ((long) count * inner))),
        (from, to) -> {
          var block = loops.make((inner + parts - 1) / parts + 1);
          for (int task = from; task < to; task++) {
            int first = (int) ((long) inner * (task % parts) / parts);
            int last = (int) ((long) inner * (task % parts + 1) / parts);
            int start = a.offset() + task / parts * count * inner + first;
            int target = task / parts * inner + first;
            column(
                loops,
                f,
                a.storage().data(),
                start,
                inner,
                count,
                block,
                result.storage().data(),
                target,
                last - first);
          }
        });
  }

  private static void column(
      Loops loops,
      Reduction f,
      Object in,
      int at,
      int step,
      int count,
      Object block,
      Object out,
      int outAt,
      int n) {
    var op =
        switch (f) {
          case SUM, MEAN -> Binary.ADD;
          case PROD -> Binary.MUL;
          case MAX -> Binary.MAX;
          case MIN -> Binary.MIN;
        };
    for (int first = 0; first < count; first += BLOCK) {
      var target = first == 0 ? out : block;
      int targetAt = first == 0 ? outAt : 0;
      System.arraycopy(in, at + first * step, target, targetAt, n);
      for (int i = first + 1; i < Math.min(count, first + BLOCK); i++) {
        loops.binary(op, target, targetAt, in, at + i * step, target, targetAt, n);
      }
      if (first > 0) {
        loops.binary(op, out, outAt, block, 0, out, outAt, n);
      }
    }
  }

  private static void scale(Loops loops, Array result, int count) {
    var out = result.storage().data();
    loops.binary(Binary.DIV, out, 0, count, out, 0, result.length());
  }

  /// All dimensions with `dims` moved to the end.
  static int[] lastly(int[] dims, int rank) {
    var order = new int[rank];
    int next = 0;
    for (int d = 0; d < rank; d++) {
      if (Arrays.binarySearch(dims, d) < 0) {
        order[next++] = d;
      }
    }
    System.arraycopy(dims, 0, order, next, dims.length);
    return order;
  }

  static Array argmax(CpuBackend backend, Array a, int dim) {
    int[] over = {dim};
    var result = backend.allocate(DType.INT64, a.shape().without(over, false));
    var rows = backend.contiguous(a.permute(lastly(over, a.rank())));
    var loops = Loops.of(a.dtype());
    int n = a.shape().at(dim);
    var out = result.storage().longs();
    for (int i = 0; i < out.length; i++) {
      out[i] = loops.argmax(rows.storage().data(), rows.offset() + i * n, n);
    }
    return result;
  }

  static Array cumsum(CpuBackend backend, Array a, int dim) {
    var in = backend.contiguous(a);
    var result = backend.allocate(a.dtype(), a.shape());
    var loops = Loops.of(a.dtype());
    var x = in.storage().data();
    var out = result.storage().data();
    int n = a.shape().at(dim);
    int inner = Strips.inner(a, dim);
    if (inner == 1) {
      Workers.split(
          result.length() / n,
          Math.max(1, GRAIN / n),
          (from, to) -> loops.cumsum(x, in.offset() + from * n, out, from * n, n, to - from));
      return result;
    }
    Strips.each(
        result.length(),
        n,
        inner,
        (at, width) -> {
          var sums = new double[width];
          for (int line = at; line < at + n * inner; line += inner) {
            loops.accumulate(sums, x, in.offset() + line, out, line, width);
          }
        });
    return result;
  }

  /// Applies a softmax or its kin to every run along the last dimension.
  static Array softmax(CpuBackend backend, boolean log, Array x) {
    var in = backend.contiguous(x);
    var result = backend.allocate(x.dtype(), x.shape());
    int n = x.shape().at(-1);
    if (result.size() == 0) {
      return result;
    }
    var loops = Loops.of(x.dtype());
    Workers.split(
        result.length() / n,
        Math.max(1, (1 << 13) / n),
        (from, to) ->
            loops.softmax(
                log,
                in.storage().data(),
                in.offset() + from * n,
                result.storage().data(),
                from * n,
                n,
                to - from));
    return result;
  }

  static Array softmaxGrad(CpuBackend backend, boolean log, Array gradient, Array value) {
    var g = backend.contiguous(gradient);
    var p = backend.contiguous(value);
    var result = backend.allocate(g.dtype(), g.shape());
    int n = g.shape().at(-1);
    if (result.size() == 0) {
      return result;
    }
    var loops = Loops.of(g.dtype());
    Workers.split(
        result.length() / n,
        Math.max(1, (1 << 13) / n),
        (from, to) ->
            loops.softmaxGrad(
                log,
                g.storage().data(),
                g.offset() + from * n,
                p.storage().data(),
                p.offset() + from * n,
                result.storage().data(),
                from * n,
                n,
                to - from));
    return result;
  }
}
