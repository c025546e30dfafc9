package lectern.train;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lectern.display.Display;
import lectern.display.Displayable;
import lectern.display.MimeBundle;
import lectern.plot.Plot;

/// Named series of numbers that grow while a model trains: a loss per step, an accuracy per epoch.
///
/// ```java
/// var history = new History();
/// history.add("loss", loss.item());
/// history.plot()
/// ```
///
/// Each number belongs to a step, by default the number of those before it in its series. One
/// thread may read while another adds.
public final class History implements Displayable {

  private final Map<String, Series> series = new LinkedHashMap<>();

  /// Appends a number to a series, which begins with its first number.
  public synchronized History add(String name, double value) {
    var numbers = series.computeIfAbsent(name, n -> new Series());
    numbers.add(numbers.count, value);
    return this;
  }

  /// Appends a number that belongs to a step, as one that is measured after each epoch does.
  public synchronized History add(String name, long step, double value) {
    series.computeIfAbsent(name, n -> new Series()).add((double) step, value);
    return this;
  }

  /// A copy of a series, oldest number first.
  ///
  /// @throws IllegalArgumentException if there is no such series
  public synchronized double[] get(String name) {
    return series(name).copy();
  }

  /// The steps that the numbers of a series belong to; a copy.
  ///
  /// @throws IllegalArgumentException if there is no such series
  public synchronized double[] steps(String name) {
    var numbers = series(name);
    return Arrays.copyOf(numbers.steps, numbers.count);
  }

  /// The youngest number of a series.
  ///
  /// @throws IllegalArgumentException if there is no such series
  public synchronized double last(String name) {
    return mean(name, 1);
  }

  /// The mean of the youngest `count` numbers of a series, or of all when it has fewer.
  ///
  /// @throws IllegalArgumentException if there is no such series or `count` is below 1
  public synchronized double mean(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "History.mean(\"%s\", count) needs a count of at least 1, got %d".formatted(name, count));
    }
    return series(name).mean(count);
  }

  /// The names of the series, in the order of their first numbers.
  public synchronized Set<String> names() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(series.keySet()));
  }

  /// Curves side by side: of the series named, or of all that change. `val loss` is drawn with
  /// `loss`, and so on; noisy ones are smoothed.
  ///
  /// @throws IllegalArgumentException if there is no such series
  public Displayable plot(String... names) {
    var drawn = names.length > 0 ? List.of(names) : Curves.changing(this);
    return Plot.row(
        drawn.stream().map(n -> Curves.of(this, n).size(340, 260)).toArray(Plot[]::new));
  }

  /// One line for each series: how many numbers, the first and the last.
  @Override
  public synchronized String toString() {
    return series.entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue())
        .collect(Collectors.joining("\n"));
  }

  /// As in [#toString], with the lowest and the highest number.
  record Summary(
      String series, int numbers, String first, String last, String lowest, String highest) {}

  /// A table with a row for each series.
  @Override
  public synchronized MimeBundle toMimeBundle() {
    var rows = series.entrySet().stream().map(e -> e.getValue().summary(e.getKey())).toList();
    var table = Display.render(rows).data().get(MimeBundle.HTML);
    var text = MimeBundle.text(toString());
    return table == null ? text : text.with(MimeBundle.HTML, table);
  }

  private Series series(String name) {
    var found = series.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "History has no series \"%s\"; it has %s".formatted(name, series.keySet()));
    }
    return found;
  }

  /// Lists of doubles without boxes.
  private static final class Series {
    private double[] steps = new double[64];
    private double[] values = new double[64];
    private int count;

    void add(double step, double value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
        steps = Arrays.copyOf(steps, 2 * count);
      }
      steps[count] = step;
      values[count++] = value;
    }

    double[] copy() {
      return Arrays.copyOf(values, count);
    }

    double mean(int youngest) {
      return Arrays.stream(values, Math.max(0, count - youngest), count).average().orElseThrow();
    }

    Summary summary(String name) {
      var numbers = Arrays.stream(copy()).summaryStatistics();
      return new Summary(
          name,
          count,
          text(values[0]),
          text(values[count - 1]),
          text(numbers.getMin()),
          text(numbers.getMax()));
    }

    private static String text(double value) {
      return "%.4g".formatted(value);
    }

    @Override
    public String toString() {
      return "%d values, first %.4g, last %.4g".formatted(count, values[0], values[count - 1]);
    }
  }
}
