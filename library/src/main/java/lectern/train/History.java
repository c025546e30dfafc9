package lectern.train;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Named series of numbers that grow while a model trains: a loss per step, an accuracy per epoch.
///
/// ```java
/// var history = new History();
/// history.add("loss", loss.item());
/// Plot.of("loss").line("SGD", history.get("loss"));
/// ```
///
/// Not for several threads at once.
public final class History {

  private final Map<String, Series> series = new LinkedHashMap<>();

  /// Appends a number to a series, which begins with its first number.
  public History add(String name, double value) {
    series.computeIfAbsent(name, n -> new Series()).add(value);
    return this;
  }

  /// A copy of a series, oldest number first.
  ///
  /// @throws IllegalArgumentException if there is no such series
  public double[] get(String name) {
    return series(name).copy();
  }

  /// The youngest number of a series.
  ///
  /// @throws IllegalArgumentException if there is no such series
  public double last(String name) {
    return mean(name, 1);
  }

  /// The mean of the youngest `count` numbers of a series, or of all when it has fewer.
  ///
  /// @throws IllegalArgumentException if there is no such series or `count` is below 1
  public double mean(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "History.mean(\"%s\", count) needs a count of at least 1, got %d".formatted(name, count));
    }
    return series(name).mean(count);
  }

  /// The names of the series, in the order of their first numbers.
  public Set<String> names() {
    return Collections.unmodifiableSet(series.keySet());
  }

  /// One line for each series: how many numbers, the first and the last.
  @Override
  public String toString() {
    return series.entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue())
        .collect(Collectors.joining("\n"));
  }

  private Series series(String name) {
    var found = series.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "History has no series \"%s\"; it has %s".formatted(name, series.keySet()));
    }
    return found;
  }

  /// A list of doubles without boxes.
  private static final class Series {
    private double[] values = new double[64];
    private int count;

    void add(double value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }

    double[] copy() {
      return Arrays.copyOf(values, count);
    }

    double mean(int youngest) {
      return Arrays.stream(values, Math.max(0, count - youngest), count).average().orElseThrow();
    }

    @Override
    public String toString() {
      return "%d values, first %.4g, last %.4g".formatted(count, values[0], values[count - 1]);
    }
  }
}
