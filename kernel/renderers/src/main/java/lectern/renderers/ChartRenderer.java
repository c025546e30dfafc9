package lectern.renderers;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import lectern.display.Figure;
import lectern.display.MimeBundle;
import lectern.display.Renderer;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.Series;

/// Shows any XChart chart as compact SVG, as a PNG with twice its pixels, and in words.
public final class ChartRenderer implements Renderer {

  /// Fails with a `LinkageError` where XChart is missing.
  public ChartRenderer() {
    Library.require("org.knowm.xchart.internal.chartpart.Chart");
  }

  @Override
  public Optional<MimeBundle> render(Object value) {
    if (!(value instanceof Chart<?, ?> chart)) {
      return Optional.empty();
    }
    var width = chart.getWidth();
    var height = chart.getHeight();
    return Optional.of(
        Figure.bundle(width, height, g -> chart.paint(g, width, height), describe(chart)));
  }

  private static String describe(Chart<?, ?> chart) {
    var title = Objects.requireNonNullElse(chart.getTitle(), "");
    var kind = chart.getClass().getSimpleName();
    var series =
        chart.getSeriesCollection().stream().map(Series::getName).collect(Collectors.toList());
    return (title.isEmpty() ? kind : kind + " \"" + title + "\"")
        + ", "
        + chart.getWidth()
        + " × "
        + chart.getHeight()
        + (series.isEmpty() ? "" : ": " + String.join(", ", series));
  }
}
