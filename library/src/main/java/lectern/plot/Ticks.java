package lectern.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Where an axis has labels, and what they say.
///
/// @param at N places, rising, in data coordinates
/// @param labels N labels
/// @param offset what to add to all labels, where they would differ in the seventh digit only; else
///   empty
@SuppressWarnings("ArrayRecordComponent") // never compared
record Ticks(double[] at, List<String> labels, String offset) {

  private static final int[] STEPS = {2, 5, 10};

  /// Places with names, all of them or every second, fifth, tenth, …, so that each has `room`.
  ///
  /// @param names names of places 0, 1, 2, …
  /// @param low the lower end of the axis
  /// @param high its upper end
  /// @param pixels its length
  /// @param room pixels that one label needs
  /// @param fromEnd true counts from the last name: rows of a matrix are numbered from the top
  static Ticks named(
      List<String> names, double low, double high, double pixels, double room, boolean fromEnd) {
    var step = 1;
    var each = pixels / Math.max(high - low, 1e-9);
    for (int i = 0; step * each < room && step < names.size(); i++) {
      step = STEPS[i % STEPS.length] * (int) Math.pow(10, Math.floorDiv(i, STEPS.length));
    }
    var kept = step;
    var last = names.size() - 1;
    var places =
        IntStream.rangeClosed(0, last)
            .filter(i -> (fromEnd ? last - i : i) % kept == 0)
            .filter(i -> i >= low && i <= high)
            .toArray();
    return new Ticks(
        Arrays.stream(places).asDoubleStream().toArray(),
        Arrays.stream(places).mapToObj(names::get).toList(),
        "");
  }

  /// Round numbers: steps of 1, 2 or 5 times a power of ten.
  ///
  /// @param count about how many
  /// @param whole true allows no fractions, as for epochs
  static Ticks linear(double low, double high, int count, boolean whole) {
    var at = Numbers.ticks(low, high, count);
    if (whole && at.length > 1 && at[1] - at[0] < 1) {
      at = IntStream.rangeClosed((int) Math.ceil(low), (int) high).asDoubleStream().toArray();
    }
    if (at.length == 0) {
      at = new double[] {low, high};
    }
    var size = Math.max(Math.abs(at[0]), Math.abs(at[at.length - 1]));
    var rough = at.length > 1 ? (at[at.length - 1] - at[0]) / (at.length - 1) : size;
    var step = new BigDecimal(rough).round(new MathContext(2)).doubleValue();
    if (at.length > 1 && step < size * 1e-5) {
      var unit = Math.pow(10, Math.ceil(Math.log10(step)) + 2);
      var base = Math.floor(at[0] / unit) * unit;
      var differences =
          Arrays.stream(at).map(v -> Math.rint((v - base) / step * 20) / 20 * step).toArray();
      return new Ticks(at, labels(differences, step), "+ " + Numbers.text(base, 12));
    }
    return new Ticks(at, labels(at, step), "");
  }

  /// All with the decimals that the step needs, or all with one power of ten.
  private static List<String> labels(double[] at, double step) {
    var size = Arrays.stream(at).map(Math::abs).max().orElse(0);
    var power = size == 0 ? 0 : (int) Math.floor(Math.log10(size) + 1e-9);
    if (power >= -4 && power <= 4) {
      return Arrays.stream(at).mapToObj(v -> plain(v, step)).toList();
    }
    var unit = Math.pow(10, power);
    return Arrays.stream(at)
        .mapToObj(
            v -> {
              var factor = plain(v / unit, step / unit);
              return switch (factor) {
                case "0" -> "0";
                case "1" -> Numbers.powerOfTen(power);
                case "−1" -> "−" + Numbers.powerOfTen(power);
                default -> factor + "·" + Numbers.powerOfTen(power);
              };
            })
        .toList();
  }

  private static String plain(double value, double step) {
    if (Math.abs(value) < step * 1e-6) {
      return "0";
    }
    var digits = new BigDecimal(value).round(new MathContext(12));
    return Numbers.text(digits.doubleValue(), 9);
  }

  /// Powers of ten, every second or third where they have no room; over less than two decades also
  /// 2 and 5 times them; over a part of one decade round numbers.
  static Ticks log(double low, double high, int count) {
    var decades = Math.log10(high / low);
    if (decades < 0.7) {
      return linear(low, high, count, false);
    }
    var hair = 1e-9;
    var first = (int) Math.ceil(Math.log10(low) - hair);
    var last = (int) Math.floor(Math.log10(high) + hair);
    var at = new ArrayList<Double>();
    var every = Math.max(1, (int) Math.ceil((last - first + 1.0) / Math.max(2, count)));
    var factors = decades < 2 && count > 3 ? new int[] {1, 2, 5} : new int[] {1};
    for (int p = first - 1; p <= last; p++) {
      for (var k : factors) {
        var v = k * Math.pow(10, p);
        if (v >= low * (1 - hair) && v <= high * (1 + hair) && Math.floorMod(p, every) == 0) {
          at.add(v);
        }
      }
    }
    var isPlain = first >= -3 && last <= 4;
    return new Ticks(
        at.stream().mapToDouble(v -> v).toArray(),
        at.stream().map(v -> isPlain ? Numbers.text(v, 3) : power(v)).toList(),
        "");
  }

  private static String power(double value) {
    var p = (int) Math.floor(Math.log10(value) + 1e-9);
    var factor = Math.round(value / Math.pow(10, p));
    return (factor == 1 ? "" : factor + "·") + Numbers.powerOfTen(p);
  }
}
