package lectern.backend.cpu;

import lectern.backend.Activation;
import lectern.backend.Array;
import lectern.backend.Shape;

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

  /// A matrix (or a stack of them) as gemm wants it.
  ///
  /// @param array the elements
  /// @param transposed whether the stored rows are the columns meant
  /// @param ld the distance between stored rows
  record Matrix(Array array, boolean transposed, int ld) {

    static Matrix of(CpuBackend backend, Array a) {
      int rows = a.shape().at(-2);
      int columns = a.shape().at(-1);
      int down = a.stride(a.rank() - 2);
      int right = a.stride(a.rank() - 1);
      if ((right == 1 || columns <= 1) && (down >= Math.max(1, columns) || rows <= 1)) {
        return new Matrix(a, false, Math.max(rows <= 1 ? columns : down, 1));
      }
      if ((down == 1 || rows <= 1) && (right >= Math.max(1, rows) || columns <= 1)) {
        return new Matrix(a, true, Math.max(columns <= 1 ? rows : right, 1));
      }
      var dense = backend.copy(a);
      return new Matrix(dense, false, Math.max(1, columns));
    }

    Object data() {
      return array.storage().data();
    }

    /// Where matrix `i` of the stack begins.
    int start(int i) {
      return Products.start(array, i);
    }

    /// Where row `row` of the matrix begins that starts at `base`.
    int at(int base, int row) {
      return base + (transposed ? row : row * ld);
    }

    /// Where column `column` begins.
    int atColumn(int base, int column) {
      return base + (transposed ? column * ld : column);
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
    var left = Matrix.of(backend, a.expand(append(batch, m, k)));
    var right = Matrix.of(backend, b.expand(append(batch, k, n)));
    int matrices = Math.toIntExact(batch.size());
    if (matrices == 1) {
      single(left, left.array.offset(), right, right.array.offset(), m, n, k, result);
      return result;
    }
    var loops = Loops.of(a.dtype());
    long work = Math.max(1, (long) m * n * k);
    Workers.split(
        matrices,
        Math.clamp(GRAIN / work, 1, Integer.MAX_VALUE),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            loops.gemm(
                left.transposed,
                right.transposed,
                m,
                n,
                k,
                1,
                left.data(),
                start(left.array, i),
                left.ld,
                right.data(),
                start(right.array, i),
                right.ld,
                0,
                result.storage().data(),
                i * m * n,
                n);
          }
        });
    return result;
  }

  /// One product, its rows or columns shared among threads.
  private static void single(
      Matrix left, int leftAt, Matrix right, int rightAt, int m, int n, int k, Array result) {
    var loops = Loops.of(result.dtype());
    boolean byRows = m >= n;
    int lines = byRows ? m : n;
    Workers.split(
        lines,
        grain(lines, (long) m * n * k),
        (from, to) ->
            loops.gemm(
                left.transposed,
                right.transposed,
                byRows ? to - from : m,
                byRows ? n : to - from,
                k,
                1,
                left.data(),
                byRows ? left.at(leftAt, from) : leftAt,
                left.ld,
                right.data(),
                byRows ? rightAt : right.atColumn(rightAt, from),
                right.ld,
                0,
                result.storage().data(),
                byRows ? from * n : from,
                n));
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
    var left = in == 0 ? null : Matrix.of(backend, flat);
    var right = in == 0 ? null : Matrix.of(backend, weight.transpose(0, 1));
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
            count = Math.min(block, to - row);
            if (b == null) {
              loops.fill(y, row * out, count * out, 0);
            } else {
              for (int i = row; i < row + count; i++) {
                System.arraycopy(b.storage().data(), b.offset(), y, i * out, out);
              }
            }
            if (left != null) {
              loops.gemm(
                  left.transposed,
                  right.transposed,
                  count,
                  out,
                  in,
                  1,
                  left.data(),
                  left.at(left.array.offset(), row),
                  left.ld,
                  right.data(),
                  right.array.offset(),
                  right.ld,
                  1,
                  y,
                  row * out,
                  out);
            }
            if (f != Activation.NONE) {
              loops.unary(f.function(), y, row * out, y, row * out, count * out);
            }
          }
        });
    return result;
  }

  private static int grain(int lines, long work) {
    if (work < 2 * GRAIN) {
      return Integer.MAX_VALUE;
    }
    int threads = Workers.count();
    int pieces = threads * Math.clamp(lines / (threads * FEWEST), 1, Workers.PIECES);
    int most = (lines + pieces - 1) / pieces;
    return (int) Math.max(most, lines * GRAIN / work);
  }

  /// Where matrix `i` of the stack begins.
  static int start(Array a, int i) {
    int at = a.offset();
    int rest = i;
    for (int d = a.rank() - 3; d >= 0; d--) {
      at += rest % a.shape().at(d) * a.stride(d);
      rest /= a.shape().at(d);
    }
    return at;
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
