package lectern.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.Locale;
import java.util.Optional;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Points, joined or not.
final class Line implements Layer {

  private final String label;
  private final double[] x;
  private final double[] y;
  private final Style style;
  private final Color color;

  /// @param label what the legend says; empty for none
  /// @param x N abscissas
  /// @param y N ordinates; NaN breaks the line
  /// @param style how it looks
  /// @param color its colour
  Line(String label, double[] x, double[] y, Style style, Color color) {
    this.label = label;
    this.x = x;
    this.y = y;
    this.style = style;
    this.color = color;
  }

  enum Style {
    LINE,
    PALE,
    DASHED,
    POINTS,
    PATH
  }

  private static final int LONG = 3000;

  @Override
  public Optional<String> name() {
    return label.isEmpty() ? Optional.empty() : Optional.of(label);
  }

  @Override
  public Bounds bounds() {
    return Bounds.of(x, y);
  }

  @Override
  public Bounds bounds(boolean logX, boolean logY) {
    var shown = shown(logX, logY);
    return Bounds.of(shown.x, shown.y);
  }

  /// Whether its points should keep off the edges.
  boolean isLoose() {
    return style == Style.POINTS || style == Style.PATH;
  }

  /// A copy without what logarithmic axes cannot show.
  private Line shown(boolean logX, boolean logY) {
    var a = x.clone();
    var b = y.clone();
    for (int i = 0; i < a.length; i++) {
      var hidden = (logX && a[i] <= 0) || (logY && b[i] <= 0);
      if (hidden || !Double.isFinite(a[i]) || !Double.isFinite(b[i])) {
        a[i] = i > 0 ? a[i - 1] : 1;
        b[i] = Double.NaN;
      }
    }
    return new Line(label, a, b, style, color);
  }

  @Override
  public boolean tight() {
    return false;
  }

  @Override
  public void draw(Frame frame, boolean logX, boolean logY) {
    if (style == Style.PATH) {
      frame.below(g -> halo(g, frame));
    }
    var visible = shown(logX, logY);
    var shown = x.length > LONG ? visible.thinned() : visible;
    var series = frame.plain(label.isEmpty() ? "\u200b" : label, shown.x, shown.y);
    series.setLineColor(shade());
    series.setMarkerColor(shade());
    if (style == Style.POINTS) {
      series.setMarker(SeriesMarkers.CIRCLE);
    } else {
      series.setLineStyle(pen());
    }
    if (style == Style.PATH) {
      frame.above(g -> ends(g, frame));
    }
  }

  private Color shade() {
    return switch (style) {
      case PALE -> Colors.faded(color, 80);
      case POINTS -> Colors.faded(color, 190);
      case LINE, DASHED, PATH -> color;
    };
  }

  private BasicStroke pen() {
    return switch (style) {
      case PALE -> stroke(1.2f);
      case DASHED ->
          new BasicStroke(
              1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0);
      case LINE, PATH, POINTS -> stroke(2);
    };
  }

  @Override
  public void swatch(Graphics2D g, double left, double middle, double width) {
    g.setColor(shade());
    if (style == Style.POINTS) {
      g.fill(new Ellipse2D.Double(left + width - 12, middle - 4, 8, 8));
    } else {
      g.setStroke(pen());
      g.draw(new Line2D.Double(left + 2, middle, left + width - 2, middle));
    }
  }

  private static BasicStroke stroke(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /// A light edge around a path, so that it stands out from any ground.
  private void halo(Graphics2D g, Frame frame) {
    g.setColor(new Color(255, 255, 255, 170));
    g.setStroke(stroke(4.5f));
    for (int i = 1; i < x.length; i++) {
      g.draw(
          new Line2D.Double(
              frame.screenX(x[i - 1]),
              frame.screenY(y[i - 1]),
              frame.screenX(x[i]),
              frame.screenY(y[i])));
    }
  }

  private void ends(Graphics2D g, Frame frame) {
    for (var i : new int[] {0, x.length - 1}) {
      var px = frame.screenX(x[i]);
      var py = frame.screenY(y[i]);
      if (!frame.area().contains(px, py)) {
        continue;
      }
      var dot = new Ellipse2D.Double(px - 4.5, py - 4.5, 9, 9);
      g.setColor(i == 0 ? Color.WHITE : color);
      g.fill(dot);
      g.setColor(i == 0 ? color : Color.WHITE);
      g.setStroke(stroke(1.6f));
      g.draw(dot);
    }
  }

  /// Keeps the lowest and the highest point of each of 1,500 stretches: the same picture.
  private Line thinned() {
    var buckets = LONG / 2;
    var keptX = new double[LONG];
    var keptY = new double[LONG];
    for (int b = 0; b < buckets; b++) {
      int from = (int) ((long) b * x.length / buckets);
      int to = (int) ((long) (b + 1) * x.length / buckets);
      int low = from;
      int high = from;
      for (int i = from; i < to; i++) {
        low = y[i] < y[low] ? i : low;
        high = y[i] > y[high] ? i : high;
      }
      keptX[2 * b] = x[Math.min(low, high)];
      keptY[2 * b] = y[Math.min(low, high)];
      keptX[2 * b + 1] = x[Math.max(low, high)];
      keptY[2 * b + 1] = y[Math.max(low, high)];
    }
    return new Line(label, keptX, keptY, style, color);
  }

  @Override
  public String describe() {
    if (x.length == 0 || label.isEmpty()) {
      return "";
    }
    var b = bounds();
    return String.format(
        Locale.ROOT,
        "%s: %d points, x %s … %s, y %s … %s, last %s",
        label,
        x.length,
        Numbers.text(b.x0(), 4),
        Numbers.text(b.x1(), 4),
        Numbers.text(b.y0(), 4),
        Numbers.text(b.y1(), 4),
        Numbers.text(y[y.length - 1], 4));
  }
}
