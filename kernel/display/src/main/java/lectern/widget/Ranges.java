package lectern.widget;

/// The arithmetic of sliders.
final class Ranges {

  private Ranges() {}

  /// @throws IllegalArgumentException unless `min ≤ value ≤ max`, all finite
  static void check(String who, double min, double max, double value) {
    if (!(min < max) || Double.isInfinite(max - min)) {
      throw new IllegalArgumentException(
          who + ": min < max must hold, and they are " + min + " and " + max + ".");
    }
    if (!(min <= value && value <= max)) {
      throw new IllegalArgumentException(
          who
              + ": the first value must lie in "
              + min
              + " … "
              + max
              + ", and it is "
              + value
              + ".");
    }
  }

  /// @throws IllegalArgumentException unless the number is above zero
  static double positive(String what, double number) {
    if (!(number > 0)) {
      throw new IllegalArgumentException(what + " must be above 0, and it is " + number + ".");
    }
    return number;
  }

  /// About a hundred steps, each a power of ten times 1, 2 or 5.
  static double step(double min, double max) {
    double rough = (max - min) / 100;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    double step = digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10;
    return Double.parseDouble(String.format(java.util.Locale.ROOT, "%.6e", step * power));
  }

  /// The format of d3 that tells neighbours apart.
  static String format(double step) {
    int digits = (int) Math.ceil(-Math.log10(step) - 1e-9);
    return digits > 6 ? ".2e" : "." + Math.max(0, digits) + "f";
  }
}
