package lectern.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// The picture of a simple Vega-Lite chart, for readers that have no Vega-Lite: GitHub, a PDF.
final class VegaPicture {

  private static final int GROUPS = 12;
  private static final int BARS = 40;

  private VegaPicture() {}

  /// The same chart as a [Plot], or null where that would show something else.
  static Plot of(VegaSpec chart) {
    var x = chart.column("x");
    var y = chart.column("y");
    var isPlain =
        x != null && y != null && !chart.has("facet") && !chart.has("size") && !chart.isMerged();
    if (!isPlain || !chart.type("y").equals("quantitative")) {
      return null;
    }
    var plot = Plot.of(chart.title).xLabel(x).yLabel(y);
    if (chart.isLog("x")) {
      plot.logX();
    }
    if (chart.isLog("y")) {
      plot.logY();
    }
    var xs = chart.data.columns().get(x);
    var ys = chart.data.columns().get(y);
    if (chart.mark.equals("bar")) {
      return bars(chart, plot, xs, ys);
    }
    var isDrawn = chart.mark.equals("point") || chart.mark.equals("line");
    return isDrawn && chart.type("x").equals("quantitative") ? series(chart, plot, xs, ys) : null;
  }

  private static Plot bars(VegaSpec chart, Plot plot, List<?> xs, List<?> ys) {
    var isOneEach = xs.stream().distinct().count() == xs.size();
    if (!isOneEach
        || xs.isEmpty()
        || xs.size() > BARS
        || chart.has("color")
        || chart.type("x").equals("quantitative")) {
      return null;
    }
    return plot.bars("", ys).xTicks(xs);
  }

  private static Plot series(VegaSpec chart, Plot plot, List<?> xs, List<?> ys) {
    var groups = new LinkedHashMap<Object, List<Integer>>();
    var column = chart.column("color");
    if (chart.has("color") && (column == null || chart.type("color").equals("quantitative"))) {
      return null;
    }
    for (int i = 0; i < xs.size(); i++) {
      var group = column == null ? "" : chart.data.columns().get(column).get(i);
      groups
          .computeIfAbsent(Objects.requireNonNullElse(group, "null"), g -> new ArrayList<>())
          .add(i);
    }
    if (groups.size() > GROUPS || groups.isEmpty()) {
      return null;
    }
    var isLine = chart.mark.equals("line");
    groups.forEach(
        (group, rows) -> {
          var order =
              isLine
                  ? rows.stream()
                      .filter(i -> xs.get(i) != null)
                      .sorted(Comparator.comparingDouble(i -> ((Number) xs.get(i)).doubleValue()))
                      .toList()
                  : rows;
          var a =
              Numbers.of(
                  order.stream().map(xs::get).collect(ArrayList::new, List::add, List::addAll));
          var b =
              Numbers.of(
                  order.stream().map(ys::get).collect(ArrayList::new, List::add, List::addAll));
          if (isLine) {
            plot.line(group.toString(), a, b);
          } else {
            plot.scatter(group.toString(), a, b);
          }
        });
    return plot;
  }

  /// Indices of about `limit` of `n` rows at equal distances, the first among them.
  static int[] spread(int n, int limit) {
    return n <= limit
        ? IntStream.range(0, n).toArray()
        : IntStream.range(0, limit).map(i -> (int) ((long) i * n / limit)).toArray();
  }
}
