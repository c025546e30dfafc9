package lectern.backend.cpu;

import lectern.backend.Activation;
import lectern.backend.Array;
import lectern.backend.Shape;
import lectern.backend.cpu.gemm.Gemm;
import lectern.backend.cpu.gemm.Matrix;

/// Matrix products. Transposed views are read in place; many small products are shared among
/// threads one by one, a large one by rows.
final class Products {

  /// Multiplications worth a thread of their own.
  private static final long GRAIN = 1_000_000;

  /// Numbers of a linear layer's result that stay in the cache until the function is applied.
  private static final int CACHED = 1 << 16;

  /// Lines of a product at least: each piece lays the other matrix out anew, so fewer do not pay.
  private static final int FEWEST = 512;

  private Products() {}

  /// One matrix or many of one shape, as gemm wants them.
  ///
  /// @param array the elements
  /// @param ld the distance between stored rows
  /// @param transposed whether the stored rows are the columns meant
  record Stack(Array array, int ld, boolean transposed) {

    static Stack of(CpuBackend backend, Array a) {
      int rows = a.shape().at(-2);
      int columns = a.shape().at(-1);
      int down = a.stride(a.rank() - 2);
      int right = a.stride(a.rank() - 1);
      if ((right == 1 || columns <= 1) && (down >= Math.max(1, columns) || rows <= 1)) {
        return new Stack(a, Math.max(rows <= 1 ? columns : down, 1), false);
      }
      if ((down == 1 || rows <= 1) && (right >= Math.max(1, rows) || columns <= 1)) {
        return new Stack(a, Math.max(columns <= 1 ? rows : right, 1), true);
      }
      return new Stack(backend.copy(a), Math.max(1, columns), false);
    }

    /// Matrix `i` in row-major order.
    Matrix get(int i) {
      int at = array.offset();
      int rest = i;
      for (int d = array.rank() - 3; d >= 0; d--) {
        at += rest % array.shape().at(d) * array.stride(d);
        rest /= array.shape().at(d);
      }
      return new Matrix(array.storage().data(), at, ld, transposed);
    }
  }

  static Array matmul(CpuBackend backend, Array a, Array b) {
    int m = a.shape().at(-2);
    int k = a.shape().at(-1);
    int n = b.shape().at(-1);
    if (b.rank() == 2 && a.rank() > 2 && a.isContiguous()) {
      int rows = Math.toIntExact(a.size() / Math.max(1, k));
      var flat = k == 0 ? backend.full(a.dtype(), Shape.of(0, 0), 0) : a.reshape(Shape.of(rows, k));
      if (k > 0) {
        return matmul(backend, flat, b).reshape(a.shape().with(-1, n));
      }
    }
    var batch = Shape.broadcast(leading(a.shape()), leading(b.shape()));
    var result = backend.allocate(a.dtype(), append(batch, m, n));
    if (result.size() == 0) {
      return result;
    }
    if (k == 0) {
      backend.fill(result, 0);
      return result;
    }
    var left = Stack.of(backend, a.expand(append(batch, m, k)));
    var right = Stack.of(backend, b.expand(append(batch, k, n)));
    var y = result.storage().data();
    int matrices = Math.toIntExact(batch.size());
    if (matrices == 1) {
      single(m, n, k, left.get(0), right.get(0), new Matrix(y, 0, n));
      return result;
    }
    long work = Math.max(1, (long) m * n * k);
    Workers.split(
        matrices,
        Math.clamp(GRAIN / work, 1, Integer.MAX_VALUE),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            var product = new Matrix(y, i * m * n, n);
            multiply(m, n, k, left.get(i), right.get(i), product);
          }
        });
    return result;
  }

  /// One product, its rows or columns shared among threads.
  private static void single(int m, int n, int k, Matrix a, Matrix b, Matrix c) {
    boolean byRows = m >= n;
    int lines = byRows ? m : n;
    Workers.split(
        lines,
        grain(lines, (long) m * n * k),
        (from, to) -> {
          int count = to - from;
          if (byRows) {
            multiply(count, n, k, a.fromRow(from), b, c.fromRow(from));
          } else {
            multiply(m, count, k, a, b.fromColumn(from), c.fromColumn(from));
          }
        });
  }

  private static void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c) {
    if (!ShortProducts.multiply(m, n, k, a, b, c)) {
      Gemm.best().multiply(m, n, k, 1, a, b, 0, c);
    }
  }

  /// y = f(x·Wᵀ + b), a block of rows at a time.
  static Array linear(CpuBackend backend, Array x, Array weight, Array bias, Activation f) {
    int in = weight.shape().at(1);
    int out = weight.shape().at(0);
    int rows = 1;
    for (int d = 0; d < x.rank() - 1; d++) {
      rows *= x.shape().at(d);
    }
    var result = backend.allocate(x.dtype(), x.shape().with(-1, out));
    if (result.size() == 0) {
      return result;
    }
    var flat = x.rank() == 2 ? x : backend.contiguous(x).reshape(Shape.of(rows, in));
    var left = in == 0 ? null : Stack.of(backend, flat).get(0);
    var right = in == 0 ? null : Stack.of(backend, weight.transpose(0, 1)).get(0);
    var b = bias == null ? null : backend.contiguous(bias);
    var loops = Loops.of(x.dtype());
    var y = result.storage().data();
    int block = f == Activation.NONE ? Integer.MAX_VALUE : Math.max(FEWEST, CACHED / out);
    Workers.split(
        rows,
        grain(rows, (long) rows * in * out),
        (from, to) -> {
          int count;
          for (int row = from; row < to; row += count) {
            // Blocks of one size: a short last one would be a product of another kind.
            int blocks = (int) (((long) to - row + block - 1) / block);
            count = (to - row + blocks - 1) / blocks;
            if (b == null) {
              loops.fill(y, row * out, count * out, 0);
            } else {
              for (int i = row; i < row + count; i++) {
                System.arraycopy(b.storage().data(), b.offset(), y, i * out, out);
              }
            }
            if (left != null) {
              var rowsOfY = new Matrix(y, row * out, out);
              Gemm.best().multiply(count, out, in, 1, left.fromRow(row), right, 1, rowsOfY);
            }
            if (f != Activation.NONE) {
              loops.unary(f.function(), y, row * out, y, row * out, count * out);
            }
          }
        });
    return result;
  }

  /// Lines worth a thread of their own. Libraries add up in another order in products of few
  /// multiplications, or of a single line: pieces have more than that, so that the bits of a result
  /// do not depend on the number of threads.
  private static int grain(int lines, long work) {
    if (work < 2 * GRAIN) {
      return Integer.MAX_VALUE;
    }
    int threads = Workers.count();
    int pieces = threads * Math.clamp(lines / (threads * FEWEST), 1, Workers.PIECES);
    int most = (lines + pieces - 1) / pieces;
    return (int) Math.max(most, Math.max(2, lines * GRAIN / work + 1));
  }

  private static Shape leading(Shape shape) {
    var dims = new int[shape.rank() - 2];
    for (int d = 0; d < dims.length; d++) {
      dims[d] = shape.at(d);
    }
    return Shape.of(dims);
  }

  private static Shape append(Shape batch, int rows, int columns) {
    var dims = new int[batch.rank() + 2];
    for (int d = 0; d < batch.rank(); d++) {
      dims[d] = batch.at(d);
    }
    dims[batch.rank()] = rows;
    dims[batch.rank() + 1] = columns;
    return Shape.of(dims);
  }
}
