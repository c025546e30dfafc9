package lectern.plot;

import java.awt.Color;
import java.util.Arrays;

/// Counts values in equal intervals.
final class Histogram {

  private Histogram() {}

  static Bars of(String name, double[] values, int bins, Color color) {
    var finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    if (bins < 1 || finite.length == 0) {
      throw new IllegalArgumentException(
          "Plot.histogram needs a bin and a finite value, but \"%s\" came with %d bins and %d values"
              .formatted(name, bins, finite.length));
    }
    double low = Arrays.stream(finite).min().getAsDouble();
    double high = Arrays.stream(finite).max().getAsDouble();
    if (low == high) {
      low -= 0.5;
      high += 0.5;
    }
    var width = (high - low) / bins;
    var left = new double[bins];
    var right = new double[bins];
    for (int i = 0; i < bins; i++) {
      left[i] = low + i * width;
      right[i] = low + (i + 1) * width;
    }
    var counts = new double[bins];
    for (var v : finite) {
      counts[Math.min(bins - 1, (int) ((v - low) / width))]++;
    }
    return new Bars(name, left, right, counts, color, true);
  }
}
