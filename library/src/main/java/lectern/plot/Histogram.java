package lectern.plot;

import java.awt.Color;
import java.util.Arrays;

/// Counts values in equal intervals.
final class Histogram {

  private Histogram() {}

  static Bars of(String name, double[] values, int bins, Color color) {
    if (bins < 1) {
      throw new IllegalArgumentException(
          "Plot.histogram needs at least one bin, but \"%s\" came with %d".formatted(name, bins));
    }
    var finite = Arrays.stream(values).filter(Double::isFinite).summaryStatistics();
    if (finite.getCount() == 0) {
      return new Bars(name, new double[0], new double[0], new double[0], color, true);
    }
    double low = finite.getMin();
    double high = finite.getMax();
    if (high - low < Math.ulp(high) * bins) {
      var air = Math.max(0.5, Math.abs(high) * 0.01); // all of one value
      low -= air;
      high += air;
    }
    var width = high / bins - low / bins;
    var left = new double[bins];
    var right = new double[bins];
    for (int i = 0; i < bins; i++) {
      left[i] = low + i * width;
      right[i] = low + (i + 1) * width;
    }
    return new Bars(name, left, right, counts(values, low, high, bins), color, true);
  }

  /// How many of the values lie in each of `bins` equal intervals of [low, high].
  static double[] counts(double[] values, double low, double high, int bins) {
    var counts = new double[bins];
    var width = high / bins - low / bins;
    for (var v : values) {
      if (v >= low && v <= high) {
        counts[Math.min(bins - 1, (int) ((v - low) / width))]++;
      }
    }
    return counts;
  }
}
