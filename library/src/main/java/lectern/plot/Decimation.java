package lectern.plot;

import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.BitSet;

/// Leaves out points that nobody could see, so that a million draw as fast as a thousand.
final class Decimation {

  /// More dots than this are told apart by two pixels, not by one.
  private static final int MANY_DOTS = 10_000;

  /// No picture has more pixels in a row.
  private static final int WIDEST = 4096;

  private Decimation() {}

  /// A line through points in pixels. Of each run within one pixel column its lowest and highest
  /// point stay, and the ends of the line; the picture keeps its extremes. NaN breaks the line; a
  /// point alone becomes a segment without length, which a round pen shows as a dot.
  ///
  /// @param x N places in pixels
  /// @param y N places in pixels
  static Path2D line(double[] x, double[] y) {
    var path = new Path2D.Double();
    for (int i = 0; i < x.length; ) {
      if (!isFinite(x, y, i)) {
        i++;
        continue;
      }
      int end = i + 1;
      while (end < x.length && isFinite(x, y, end)) {
        end++;
      }
      path.moveTo(x[i], y[i]);
      if (end == i + 1) {
        path.lineTo(x[i], y[i]);
      }
      columns(x, y, i + 1, end, path);
      i = end;
    }
    return path;
  }

  private static void columns(double[] x, double[] y, int from, int to, Path2D path) {
    for (int i = from; i < to; ) {
      var column = Math.floor(x[i]);
      int low = i;
      int high = i;
      int end = i + 1;
      while (end < to && Math.floor(x[end]) == column) {
        low = y[end] < y[low] ? end : low;
        high = y[end] > y[high] ? end : high;
        end++;
      }
      path.lineTo(x[Math.min(low, high)], y[Math.min(low, high)]);
      if (low != high) {
        path.lineTo(x[Math.max(low, high)], y[Math.max(low, high)]);
      }
      if (end == to && Math.max(low, high) < to - 1) {
        path.lineTo(x[to - 1], y[to - 1]);
      }
      i = end;
    }
  }

  /// Which of many dots to draw: one of those that share a pixel, or four pixels if they are many.
  /// Dots outside the picture are left out.
  static int[] dots(double[] x, double[] y) {
    var kept = dots(x, y, 1);
    return kept.length > MANY_DOTS ? dots(x, y, 2) : kept;
  }

  private static int[] dots(double[] x, double[] y, int grid) {
    var seen = new BitSet();
    var kept = new int[x.length];
    int n = 0;
    for (int i = 0; i < x.length; i++) {
      if (x[i] > -1 && x[i] < WIDEST && y[i] > -1 && y[i] < WIDEST) {
        var place = (int) (x[i] + 1) / grid * (WIDEST + 1) + (int) (y[i] + 1) / grid;
        if (!seen.get(place)) {
          seen.set(place);
          kept[n++] = i;
        }
      }
    }
    return Arrays.copyOf(kept, n);
  }

  private static boolean isFinite(double[] x, double[] y, int i) {
    return Double.isFinite(x[i]) && Double.isFinite(y[i]);
  }
}
