package lectern.train;

import java.util.Arrays;
import java.util.List;
import lectern.plot.Plot;

/// A history's series as charts.
final class Curves {

  private static final String VALIDATION = "val ";

  /// Shorter series are drawn as they are.
  private static final int SHORT = 30;

  /// A series that goes up and down so many times its range is noisy.
  private static final double NOISE = 4;

  private Curves() {}

  /// The series that have a chart of their own and are not one number over and over.
  static List<String> changing(History history) {
    return history.names().stream()
        .filter(name -> !isValidation(history, name))
        .filter(name -> Arrays.stream(history.get(name)).distinct().limit(2).count() > 1)
        .toList();
  }

  /// The chart of a series and of its twin on the validation data.
  static Plot of(History history, String name) {
    var plot = Plot.of(name).xLabel("step");
    var values = history.get(name);
    if (isNoisy(values)) {
      plot.smoothed("training", values, 1 - 1 / Math.max(10, values.length / 40.0));
    } else {
      plot.line("training", values);
    }
    if (history.names().contains(VALIDATION + name)) {
      var steps = Arrays.stream(history.steps(VALIDATION + name)).map(s -> s - 1).toArray();
      plot.line("validation", steps, history.get(VALIDATION + name));
    }
    var range = Arrays.stream(values).summaryStatistics();
    if (name.contains("loss") && range.getMin() > 0 && range.getMax() > 10 * range.getMin()) {
      plot.logY();
    }
    return plot;
  }

  private static boolean isNoisy(double[] values) {
    double way = 0;
    for (int i = 1; i < values.length; i++) {
      way += Math.abs(values[i] - values[i - 1]);
    }
    var range = Arrays.stream(values).summaryStatistics();
    return values.length > SHORT && way > NOISE * (range.getMax() - range.getMin());
  }

  private static boolean isValidation(History history, String name) {
    return name.startsWith(VALIDATION)
        && history.names().contains(name.substring(VALIDATION.length()));
  }
}
