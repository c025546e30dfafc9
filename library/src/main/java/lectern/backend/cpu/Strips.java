package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.Unary;

/// Softmax and its kin along a dimension that others follow. What elsewhere is a row is a column
/// here, and columns lie side by side: a strip of them, narrow enough for the second cache, is laid
/// out there and passed over line by line. In its own place it would not stay: lines that are a
/// power of two apart share their places in the cache.
final class Strips {

  /// Columns that are worth a strip; fewer leave too little to do in a line.
  static final int LEAST = 16;

  /// Numbers in a strip, where it need not be wider.
  private static final int CACHED = 1 << 16;

  /// The least width of a strip that is not the whole: shorter lines would make the memory wait.
  private static final int NARROW = 256;

  /// Numbers worth a thread of their own.
  private static final int GRAIN = 1 << 13;

  /// Lines that are added up before their sum is added to the total: rounding errors then grow with
  /// the number of blocks, not of lines.
  private static final int BLOCK = 64;

  private final Loops loops;
  private final int n;
  private final int inner;
  private final Array result;

  /// @param x of the result's type and shape
  private Strips(CpuBackend backend, Array x, int dim) {
    loops = Loops.of(x.dtype());
    n = x.shape().at(dim);
    inner = inner(x, dim);
    result = backend.allocate(x.dtype(), x.shape());
  }

  /// How many columns lie side by side.
  static int inner(Array x, int dim) {
    int inner = 1;
    for (int d = dim + 1; d < x.rank(); d++) {
      inner *= x.shape().at(d);
    }
    return inner;
  }

  /// The softmax along `dim`, or its logarithm.
  static Array softmax(CpuBackend backend, boolean log, Array x, int dim) {
    var in = backend.contiguous(x);
    var strips = new Strips(backend, in, dim);
    var data = in.storage().data();
    strips.each((at, width) -> strips.softmax(log, data, in.offset() + at, at, width));
    return strips.result;
  }

  /// ∂x = p·(g − Σ g·p) along `dim`, or g − e^ℓ·Σ g where `value` is the logarithm ℓ.
  static Array softmaxGrad(CpuBackend backend, boolean log, Array gradient, Array value, int dim) {
    var g = backend.contiguous(gradient);
    var p = backend.contiguous(value);
    var strips = new Strips(backend, g, dim);
    var upstream = g.storage().data();
    var known = p.storage().data();
    strips.each(
        (at, width) ->
            strips.grad(log, upstream, g.offset() + at, known, p.offset() + at, at, width));
    return strips.result;
  }

  /// What is done with one strip.
  @FunctionalInterface
  interface Strip {
    /// Works on `width` columns.
    ///
    /// @param at where the strip begins in a dense array
    void run(int at, int width);
  }

  private void each(Strip strip) {
    each(result.length(), n, inner, strip);
  }

  /// Visits every strip of dense arrays; their widths but the last are multiples of 16.
  ///
  /// @param length elements of each array
  /// @param n lines of each strip
  /// @param inner how many columns lie side by side
  static void each(int length, int n, int inner, Strip strip) {
    if (length == 0) {
      return;
    }
    int share = (inner + Workers.count() - 1) / Workers.count();
    int width = Math.max(NARROW, Math.min(share, CACHED / n) + 15 & -16);
    int across = (inner + width - 1) / width;
    int outer = length / (n * inner);
    Workers.split(
        outer * across,
        Math.max(1, GRAIN / Math.min(GRAIN, n * Math.min(width, inner))),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int first = i % across * width;
            strip.run(i / across * n * inner + first, Math.min(width, inner - first));
          }
        });
  }

  private void softmax(boolean log, Object x, int at, int outAt, int width) {
    var out = result.storage().data();
    var near = loops.make(n * width);
    var max = loops.make(width);
    System.arraycopy(x, at, max, 0, width);
    for (int i = 0; i < n; i++) {
      System.arraycopy(x, at + i * inner, near, i * width, width);
      loops.binary(Binary.MAX, max, 0, near, i * width, max, 0, width);
    }
    var sum = new Total(width);
    var powers = log ? loops.make(width) : near;
    for (int i = 0; i < n; i++) {
      int line = i * width;
      int to = log ? 0 : line;
      loops.binary(Binary.SUB, near, line, max, 0, near, line, width);
      loops.unary(Unary.EXP, near, line, powers, to, width);
      sum.add(powers, to);
    }
    var total = sum.get();
    loops.unary(log ? Unary.LOG : Unary.RECIPROCAL, total, 0, total, 0, width);
    var last = log ? Binary.SUB : Binary.MUL;
    for (int i = 0; i < n; i++) {
      loops.binary(last, near, i * width, total, 0, out, outAt + i * inner, width);
    }
  }

  private void grad(boolean log, Object g, int gAt, Object p, int pAt, int outAt, int width) {
    var out = result.storage().data();
    var products = loops.make(width);
    var sum = new Total(width);
    for (int i = 0; i < n; i++) {
      if (log) {
        sum.add(g, gAt + i * inner);
      } else {
        loops.binary(Binary.MUL, g, gAt + i * inner, p, pAt + i * inner, products, 0, width);
        sum.add(products, 0);
      }
    }
    var total = sum.get();
    for (int i = 0; i < n; i++) {
      int line = outAt + i * inner;
      int gLine = gAt + i * inner;
      int pLine = pAt + i * inner;
      if (log) {
        loops.unary(Unary.EXP, p, pLine, out, line, width);
        loops.binary(Binary.MUL, out, line, total, 0, out, line, width);
        loops.binary(Binary.SUB, g, gLine, out, line, out, line, width);
      } else {
        loops.binary(Binary.SUB, g, gLine, total, 0, out, line, width);
        loops.binary(Binary.MUL, out, line, p, pLine, out, line, width);
      }
    }
  }

  /// Sums of lines.
  private final class Total {
    private final int width;
    private final Object total;
    private final Object block;
    private int lines;

    Total(int width) {
      this.width = width;
      total = loops.make(width);
      block = loops.make(width);
    }

    void add(Object x, int at) {
      loops.binary(Binary.ADD, block, 0, x, at, block, 0, width);
      if (++lines % BLOCK == 0) {
        flush();
      }
    }

    private void flush() {
      loops.binary(Binary.ADD, total, 0, block, 0, total, 0, width);
      loops.fill(block, 0, width, 0);
    }

    Object get() {
      flush();
      return total;
    }
  }
}
