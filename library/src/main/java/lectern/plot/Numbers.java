package lectern.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import lectern.tensor.Tensor;

/// Turns what users have into doubles, and doubles into short text.
final class Numbers {

  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Numbers() {}

  static double[] of(Object values) {
    return switch (values) {
      case double[] d -> d.clone();
      case float[] f -> {
        var d = new double[f.length];
        Arrays.setAll(d, i -> f[i]);
        yield d;
      }
      case int[] n -> Arrays.stream(n).asDoubleStream().toArray();
      case long[] n -> Arrays.stream(n).asDoubleStream().toArray();
      case boolean[] b -> {
        var d = new double[b.length];
        Arrays.setAll(d, i -> b[i] ? 1 : 0);
        yield d;
      }
      case Tensor tensor -> tensor.toDoubles();
      case Temporal[] dates -> Arrays.stream(dates).mapToDouble(Numbers::number).toArray();
      case Collection<?> list -> list.stream().mapToDouble(Numbers::number).toArray();
      case null, default ->
          throw new IllegalArgumentException(
              "Plot takes double[], float[], int[], long[], boolean[], a List of numbers or a"
                  + " Tensor, not "
                  + (values == null ? "null" : values.getClass().getSimpleName()));
    };
  }

  private static double number(Object value) {
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Temporal time) {
      return Dates.seconds(time);
    }
    throw new IllegalArgumentException("Plot takes a List of numbers, but one element is " + value);
  }

  static double[] range(int n) {
    var x = new double[n];
    Arrays.setAll(x, i -> i);
    return x;
  }

  /// Up to `digits` significant digits, without trailing zeros; powers of ten beyond ±4 as in
  /// 2·10⁻⁷.
  static String text(double value, int digits) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : String.valueOf(value);
    }
    var rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    var power = rounded.precision() - rounded.scale() - 1;
    if (power >= -4 && power <= 4) {
      return rounded.toPlainString().replace('-', '−');
    }
    var factor = rounded.movePointLeft(power).stripTrailingZeros().toPlainString();
    var sign = factor.startsWith("-") ? "−" : "";
    factor = factor.replace("-", "");
    return sign + (factor.equals("1") ? "" : factor + "·") + powerOfTen(power);
  }

  static String powerOfTen(int power) {
    var text = new StringBuilder(power < 0 ? "10⁻" : "10");
    for (var digit : Integer.toString(Math.abs(power)).toCharArray()) {
      text.append(SUPERSCRIPTS.charAt(digit - '0'));
    }
    return text.toString();
  }

  /// About `count` round numbers (steps of 1, 2 or 5 times a power of ten) within [low, high].
  static double[] ticks(double low, double high, int count) {
    if (!(high > low)) {
      return new double[] {low};
    }
    var rough = (high - low) / Math.max(1, count);
    var power = Math.pow(10, Math.floor(Math.log10(rough)));
    var factor = rough / power;
    var step = power * (factor <= 1.5 ? 1 : factor <= 3.5 ? 2 : factor <= 7.5 ? 5 : 10);
    var first = Math.ceil(low / step - 1e-9);
    var n = (int) (Math.floor(high / step + 1e-9) - first) + 1;
    var ticks = new double[Math.max(0, n)];
    Arrays.setAll(
        ticks, i -> new BigDecimal((first + i) * step).round(new MathContext(15)).doubleValue());
    return ticks;
  }

  /// Rows of one length, at least one value.
  static double[][] matrix(String method, double[][] values) {
    for (var row : values) {
      if (row.length != values[0].length) {
        throw new IllegalArgumentException(
            "Plot.%s needs rows of one length, but %d and %d came"
                .formatted(method, values[0].length, row.length));
      }
    }
    if (values.length == 0 || values[0].length == 0) {
      throw new IllegalArgumentException(
          "Plot.%s needs a matrix with at least one value".formatted(method));
    }
    return Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
  }

  /// The exponential average s ← m·s + (1−m)·y, corrected for the empty start. A value that is not
  /// finite is a gap and leaves the average alone.
  static double[] average(double[] values, double memory) {
    var average = new double[values.length];
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        sum = memory * sum + (1 - memory) * values[i];
        weight = memory * weight + (1 - memory);
      }
      average[i] = Double.isFinite(values[i]) ? sum / weight : Double.NaN;
    }
    return average;
  }
}
