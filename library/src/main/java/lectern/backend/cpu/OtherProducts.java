package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.DType;

/// For each element the product of all others along a dimension, the derivative of a product.
///
/// In rows it is the product of all divided by the element where that is a number in its best
/// digits; a zero, an infinity, or what is too large or small for float64 makes the row go the way
/// of columns: the product of those before times that of those behind.
final class OtherProducts {

  /// Numbers worth a thread of their own.
  private static final int GRAIN = 1 << 14;

  private OtherProducts() {}

  static Array along(CpuBackend backend, Array x, int dim) {
    var in = backend.contiguous(x);
    var result = backend.allocate(x.dtype(), x.shape());
    int n = x.shape().at(dim);
    int inner = Strips.inner(x, dim);
    if (result.size() == 0) {
      return result;
    }
    if (inner > 1) {
      Strips.each(result.length(), n, inner, (at, width) -> strip(in, result, at, n, inner, width));
      return result;
    }
    boolean single = x.dtype() == DType.FLOAT32;
    Workers.split(
        result.length() / n,
        Math.max(1, GRAIN / n),
        (from, to) -> {
          var before = new double[n];
          for (int row = from * n; row < to * n; row += n) {
            if (single) {
              row(in.storage().floats(), in.offset() + row, result.storage().floats(), row, before);
            } else {
              row(
                  in.storage().doubles(),
                  in.offset() + row,
                  result.storage().doubles(),
                  row,
                  before);
            }
          }
        });
    return result;
  }

  private static void strip(Array in, Array result, int at, int n, int inner, int width) {
    var loops = Loops.of(in.dtype());
    var x = in.storage().data();
    var out = result.storage().data();
    var product = loops.make(width);
    loops.fill(product, 0, width, 1);
    for (int i = 0; i < n; i++) {
      System.arraycopy(product, 0, out, at + i * inner, width);
      int line = in.offset() + at + i * inner;
      loops.binary(Binary.MUL, product, 0, x, line, product, 0, width);
    }
    loops.fill(product, 0, width, 1);
    for (int i = n - 1; i >= 0; i--) {
      int to = at + i * inner;
      loops.binary(Binary.MUL, out, to, product, 0, out, to, width);
      loops.binary(Binary.MUL, product, 0, x, in.offset() + to, product, 0, width);
    }
  }

  private static boolean isInBestDigits(double product) {
    return Math.abs(product) >= Double.MIN_NORMAL && Math.abs(product) <= Double.MAX_VALUE;
  }

  /// @param before room for a row
  private static void row(float[] x, int at, float[] out, int outAt, double[] before) {
    int n = before.length;
    double all = FloatKernels.best().product(x, at, n);
    if (isInBestDigits(all)) {
      for (int i = 0; i < n; i++) {
        out[outAt + i] = (float) (all / x[at + i]);
      }
      return;
    }
    double product = 1;
    for (int i = 0; i < n; i++) {
      before[i] = product;
      product *= x[at + i];
    }
    product = 1;
    for (int i = n - 1; i >= 0; i--) {
      out[outAt + i] = (float) (before[i] * product);
      product *= x[at + i];
    }
  }

  private static void row(double[] x, int at, double[] out, int outAt, double[] before) {
    int n = before.length;
    double product = 1;
    for (int i = 0; i < n; i++) {
      before[i] = product;
      product *= x[at + i];
    }
    if (isInBestDigits(product)) {
      for (int i = 0; i < n; i++) {
        out[outAt + i] = product / x[at + i];
      }
      return;
    }
    product = 1;
    for (int i = n - 1; i >= 0; i--) {
      out[outAt + i] = before[i] * product;
      product *= x[at + i];
    }
  }
}
