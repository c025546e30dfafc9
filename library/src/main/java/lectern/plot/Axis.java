package lectern.plot;

import java.util.Arrays;
import java.util.List;

/// One axis as the user wants it.
final class Axis {

  /// Beyond it the difference of two numbers is no number.
  private static final double FARTHEST = 4e307;

  String label = "";
  boolean log;
  boolean dates;
  double from = Double.NaN;
  double to = Double.NaN;
  List<String> ticks = List.of();

  void range(double from, double to) {
    if (!(from < to) || Double.isInfinite(from) || Double.isInfinite(to)) {
      throw new IllegalArgumentException(
          "Plot: a range must rise, but from " + from + " to " + to + " came");
    }
    this.from = from;
    this.to = to;
  }

  String named(String letter) {
    return label.isEmpty() && !log
        ? ""
        : letter + ":" + (label.isEmpty() ? "" : " " + label) + (log ? " (log)" : "");
  }

  /// The ends of the axis for data in [low, high].
  ///
  /// @param tight true ends at the data; else there is some air
  /// @param round true rounds outwards to a tick
  double[] ends(double low, double high, boolean tight, boolean round) {
    if (log && dates) {
      throw new IllegalArgumentException("Plot: an axis of dates cannot be logarithmic");
    }
    if (log && (low <= 0 || from <= 0)) {
      throw new IllegalArgumentException(
          "Plot: a logarithmic axis needs values above 0, but begins at "
              + (from <= 0 ? from : low));
    }
    double a = Math.max(low, -FARTHEST);
    double b = Math.min(high, FARTHEST);
    if (!tight && log) {
      var air = Math.pow(b / a, 0.04);
      a /= round ? air : 1;
      b *= round ? air : 1;
    } else if (!tight) {
      if (b - a <= Math.abs(b) * 1e-14) {
        var air = a == 0 ? 1 : Math.abs(a) * 0.1;
        a -= air;
        b += air;
      }
      if (round) {
        var marks = Numbers.ticks(a, b, 5);
        var step = marks.length > 1 && marks[1] > marks[0] ? marks[1] - marks[0] : b - a;
        a = Math.floor(a / step + 1e-6) * step;
        b = Math.ceil(b / step - 1e-6) * step;
      }
    }
    a = Double.isNaN(from) ? a : from;
    b = Double.isNaN(to) ? b : to;
    if (!(a < b)) {
      // All data in one place, or beyond the only end that was given.
      a = log ? a / 2 : a - 1;
      b = log ? a * 4 : a + 2;
    }
    return new double[] {a, b};
  }

  /// Names of ticks, one by one or as one array or list.
  static List<String> names(Object[] names) {
    if (names.length == 1 && names[0] != null && names[0].getClass().isArray()) {
      return names(Arrays.stream(Numbers.of(names[0])).boxed().toArray());
    }
    if (names.length == 1 && names[0] instanceof List<?> list) {
      return names(list.toArray());
    }
    return Arrays.stream(names)
        .map(n -> n instanceof Number v ? Numbers.text(v.doubleValue(), 6) : String.valueOf(n))
        .toList();
  }
}
