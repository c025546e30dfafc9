package lectern.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// An XChart chart in Lectern's look, on which layers may also paint below the series.
///
/// The background is transparent and text is a middle grey, so that one picture reads on light and
/// dark pages.
final class Frame extends XYChart {

  static final Color INK = new Color(0x7a7a7a);
  static final Color GRID = new Color(0x80, 0x80, 0x80, 56);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private final List<Consumer<Graphics2D>> below = new ArrayList<>();
  private final List<Consumer<Graphics2D>> above = new ArrayList<>();
  private boolean laidOut;

  Frame(int width, int height) {
    super(width, height);
    var s = getStyler();
    s.setLocale(Locale.ROOT);
    s.setChartBackgroundColor(new Color(0, true)).setPlotBackgroundColor(new Color(0, true));
    s.setPlotBorderVisible(false).setChartPadding(8).setPlotContentSize(1);
    s.setChartFontColor(INK).setChartTitleVisible(false).setLegendVisible(false).setMarkerSize(7);
    s.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1));
    s.setAxisTickLabelsColor(INK).setAxisTickLabelsFont(TEXT).setAxisTicksLineVisible(false);
    s.setAxisTickMarksColor(GRID).setAxisTickMarkLength(4).setAxisTickPadding(4).setPlotMargin(0);
    s.setAxisTitleFont(TEXT.deriveFont(13f)).setAxisTitlePadding(8);
    s.setXAxisTitleColor(INK).setYAxisTitleColor(INK);
    s.setXAxisTickMarkSpacingHint(76).setYAxisTickMarkSpacingHint(44);
    s.setYAxisLabelAlignment(TextAlignment.Right);
    s.setXAxisTickLabelsFormattingFunction(v -> Numbers.text(v, 6));
    s.setYAxisTickLabelsFormattingFunction(v -> Numbers.text(v, 6));
  }

  void below(Consumer<Graphics2D> painter) {
    below.add(painter);
  }

  void above(Consumer<Graphics2D> painter) {
    above.add(painter);
  }

  /// A series without line, marker or legend entry; what follows is set by the caller.
  XYSeries plain(String name, double[] x, double[] y) {
    var unique = name;
    while (getSeries(unique) != null) {
      unique += " ";
    }
    var series = addSeries(unique, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineStyle(SeriesLines.NONE);
    series.setShowInLegend(false);
    return series;
  }

  /// Fixes the limits. XChart labels only places with data when those stand at equal steps (1, 31,
  /// 61, …); one more point without a mark between them brings round numbers back.
  void limits(double x0, double x1, double y0, double y1) {
    getStyler().setXAxisMin(x0).setXAxisMax(x1).setYAxisMin(y0).setYAxisMax(y1);
    var logX = getStyler().isXAxisLogarithmic();
    var logY = getStyler().isYAxisLogarithmic();
    plain(
        "\u200b",
        new double[] {between(x0, x1, 0.1, logX), between(x0, x1, 0.3127, logX)},
        new double[] {between(y0, y1, 0.1, logY), between(y0, y1, 0.3127, logY)});
  }

  /// Where the data live, in CSS pixels; known after the first painting.
  Rectangle2D area() {
    return plot.getBounds();
  }

  double screenX(double x) {
    return scale(
                x,
                getStyler().getXAxisMin(),
                getStyler().getXAxisMax(),
                getStyler().isXAxisLogarithmic())
            * area().getWidth()
        + area().getX();
  }

  double screenY(double y) {
    var s = getStyler();
    return area().getMaxY()
        - scale(y, s.getYAxisMin(), s.getYAxisMax(), s.isYAxisLogarithmic()) * area().getHeight();
  }

  private static double between(double low, double high, double t, boolean log) {
    return log ? low * Math.pow(high / low, t) : low + (high - low) * t;
  }

  private static double scale(double v, double low, double high, boolean log) {
    return log ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    if (!laidOut) {
      var scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB).createGraphics();
      scratch.setTransform(g.getTransform());
      super.paint(scratch, width, height);
      scratch.dispose();
      laidOut = true;
    }
    super.paint(g, width, height);
    above.forEach(p -> p.accept(g));
  }

  @Override
  protected void paintBackground(Graphics2D g) {
    super.paintBackground(g);
    if (laidOut) {
      var clip = g.getClip();
      g.clip(area());
      below.forEach(p -> p.accept(g));
      g.setClip(clip);
    }
  }
}
