package lectern.train;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What came of one pass over the data.
///
/// @param number counted from 1, on from earlier calls of `fit`
/// @param steps how many steps were made in all
/// @param values the means over the epoch by name: `loss`, the metrics, and the same on the
///   validation data as `val loss`, …
/// @param best whether the watched value is the best so far
public record Epoch(int number, long steps, Map<String, Double> values, boolean best) {

  /// `loss 0.1234 accuracy 0.9512`
  @Override
  public String toString() {
    return "epoch " + number + "   " + text(values);
  }

  static String text(Map<String, Double> values) {
    return values.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
        .collect(Collectors.joining("   "));
  }
}
