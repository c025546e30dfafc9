package lectern.renderers;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import lectern.display.MimeBundle;
import lectern.display.Png;
import lectern.display.Renderer;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.Series;

/// Shows any XChart chart as a PNG with twice its pixels, and in words.
public final class ChartRenderer implements Renderer {

  /// Fails with a `LinkageError` where XChart is missing.
  public ChartRenderer() {
    Objects.requireNonNull(Chart.class);
  }

  @Override
  public Optional<MimeBundle> render(Object value) {
    return value instanceof Chart<?, ?> chart
        ? Optional.of(Png.bundle(paint(chart), describe(chart)))
        : Optional.empty();
  }

  private static BufferedImage paint(Chart<?, ?> chart) {
    var width = chart.getWidth();
    var height = chart.getHeight();
    var image = new BufferedImage(2 * width, 2 * height, BufferedImage.TYPE_INT_ARGB);
    var g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.scale(2, 2);
    chart.paint(g, width, height);
    g.dispose();
    return image;
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
