package lectern.backend.cpu;

import java.util.Arrays;
import lectern.backend.Binary;
import lectern.backend.cpu.gemm.Matrix;

/// The softmax of rows of which only some columns are there at a time, and what it weighs.
///
/// Of the columns so far it remembers the maximum m and l = Σ e^(s − m). More columns with m' and
/// l' scale what was weighed by e^(m − M)·l/Σ and theirs by e^(m' − M)·l'/Σ, where M is the larger
/// maximum and Σ the sum of both numerators (Milakov & Gimelshein 2018, arXiv 1805.02867).
final class OnlineSoftmax {

  private final Loops loops;
  private final int width;
  private final double[] max;
  private final double[] sum;

  /// m' and l' of the columns at hand.
  private final Object statistics;

  /// For `rows` rows whose weighted sums are `width` wide.
  OnlineSoftmax(Loops loops, int rows, int width) {
    this.loops = loops;
    this.width = width;
    this.max = new double[rows];
    this.sum = new double[rows];
    this.statistics = loops.make(2 * rows);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
  }

  /// Turns `n` dense columns of the rows from `first` on into their softmax.
  void softmax(Matrix s, int n, int first) {
    int rows = max.length - first;
    loops.softmax(s.data(), s.at(), n, rows, statistics);
    for (int i = 0; i < rows; i++) {
      if (loops.get(statistics, 2 * i) == Double.NEGATIVE_INFINITY) {
        loops.fill(s.data(), s.at() + i * n, n, 0);
        loops.set(statistics, 2 * i + 1, 0);
      }
    }
  }

  /// Joins what the columns at hand weigh, from row `first` on, with `y`.
  void add(Matrix weighed, Matrix y, int first) {
    for (int row = first; row < max.length; row++) {
      double more = loops.get(statistics, 2 * (row - first));
      double largest = Math.max(max[row], more);
      double shift = largest == Double.NEGATIVE_INFINITY ? 0 : largest;
      double before = sum[row] * Math.exp(max[row] - shift);
      double now = loops.get(statistics, 2 * (row - first) + 1) * Math.exp(more - shift);
      max[row] = largest;
      sum[row] = before + now;
      int from = weighed.at() + (row - first) * weighed.ld();
      int to = y.at() + row * y.ld();
      double share = now / sum[row];
      if (before == 0) {
        loops.binary(Binary.MUL, weighed.data(), from, share, y.data(), to, width);
      } else {
        loops.binary(Binary.MUL, y.data(), to, before / sum[row], y.data(), to, width);
        loops.addScaled(share, weighed.data(), from, y.data(), to, width);
      }
    }
  }
}
