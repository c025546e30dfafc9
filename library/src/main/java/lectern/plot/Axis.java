package lectern.plot;

import java.util.List;

/// One axis as the user wants it.
final class Axis {

  String label = "";
  boolean log;
  double from = Double.NaN;
  double to = Double.NaN;
  List<String> ticks = List.of();

  void range(double from, double to) {
    if (!(from < to)) {
      throw new IllegalArgumentException(
          "Plot: a range must rise, but from " + from + " to " + to + " came");
    }
    this.from = from;
    this.to = to;
  }

  String named(String letter) {
    return label.isEmpty() && !log ? "" : letter + ": " + label + (log ? " (log)" : "");
  }

  /// The ends of the axis for data in [low, high].
  ///
  /// @param tight true ends at the data; else y axes end at round numbers
  /// @param round true rounds outwards to a tick
  double[] ends(double low, double high, boolean tight, boolean round) {
    if (log && low <= 0) {
      throw new IllegalArgumentException("Plot: a logarithmic axis needs values above 0");
    }
    double a = low;
    double b = high;
    if (!tight && log) {
      var air = Math.pow(b / a, 0.04);
      a /= round ? air : 1;
      b *= round ? air : 1;
    } else if (!tight) {
      if (a == b) {
        var air = a == 0 ? 1 : Math.abs(a) * 0.1;
        a -= air;
        b += air;
      }
      if (round) {
        var ticks = Numbers.ticks(a, b, 5);
        var step = ticks.length > 1 ? ticks[1] - ticks[0] : b - a;
        a = Math.floor(a / step + 1e-6) * step;
        b = Math.ceil(b / step - 1e-6) * step;
      }
    }
    if (log && a == b) {
      a /= 2;
      b *= 2;
    }
    a = Double.isNaN(from) ? a : from;
    b = Double.isNaN(to) ? b : to;
    // XChart leaves out a label exactly at the end
    var hair = (b - a) * 1e-6;
    return log ? new double[] {a * (1 - 1e-6), b * (1 + 1e-6)} : new double[] {a - hair, b + hair};
  }
}
