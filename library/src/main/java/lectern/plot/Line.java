package lectern.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Points, joined or not.
final class Line implements Layer {

  private final String label;
  private final double[] x;
  private final double[] y;
  private final boolean dated;
  private final Style style;
  private final Color color;
  private final float[] dash;

  /// @param label what the legend says; empty for none
  /// @param x N abscissas
  /// @param y N ordinates; NaN breaks the line
  /// @param dated true when the abscissas are [Dates]
  /// @param style how it looks
  /// @param color its colour
  /// @param dash lengths of dashes and gaps in CSS pixels; null for a solid line
  Line(
      String label, double[] x, double[] y, boolean dated, Style style, Color color, float[] dash) {
    this.label = label;
    this.x = x;
    this.y = y;
    this.dated = dated;
    this.style = style;
    this.color = color;
    this.dash = dash;
  }

  /// A dashed horizontal line.
  static Line level(String label, double[] ends, double y, boolean dated) {
    return new Line(label, ends, new double[] {y, y}, dated, Style.DASHED, Frame.INK, null);
  }

  enum Style {
    LINE,
    PALE,
    DASHED,
    POINTS,
    PATH
  }

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
    var a = logX ? positive(x) : x;
    var b = logY ? positive(y) : y;
    return Bounds.of(a, b);
  }

  private static double[] positive(double[] values) {
    return Arrays.stream(values).map(v -> v > 0 ? v : Double.NaN).toArray();
  }

  /// Whether its points should keep off the edges.
  boolean isLoose() {
    return style == Style.POINTS || style == Style.PATH;
  }

  @Override
  public boolean tight() {
    return false;
  }

  boolean isEmpty() {
    return x.length == 0;
  }

  /// Whether its abscissas are steps or epochs.
  boolean isWhole() {
    return Arrays.stream(x).limit(1000).allMatch(v -> v == Math.rint(v));
  }

  @Override
  public void draw(Graphics2D g, Frame frame) {
    var px = new double[x.length];
    var py = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      var hidden = (frame.isLogX() && x[i] <= 0) || (frame.isLogY() && y[i] <= 0);
      px[i] = hidden ? Double.NaN : frame.screenX(x[i]);
      py[i] = hidden ? Double.NaN : frame.screenY(y[i]);
    }
    g.setColor(shade());
    if (style == Style.POINTS) {
      dots(g, frame, px, py);
      return;
    }
    var line = Decimation.line(px, py);
    var clip = g.getClip();
    g.clip(frame.clip());
    if (style == Style.PATH) {
      halo(g, line);
    }
    g.setColor(shade());
    g.setStroke(pen());
    g.draw(line);
    g.setClip(clip);
    if (style == Style.PATH) {
      ends(g, frame, px, py);
    } else if (style == Style.LINE) {
      lonely(g, frame, px, py);
    }
  }

  /// Dots get smaller where there are many. Those on an edge are not cut.
  private void dots(Graphics2D g, Frame frame, double[] px, double[] py) {
    var shown = Decimation.dots(px, py);
    var size = shown.length <= 200 ? 7 : shown.length <= 2000 ? 5 : 3;
    var area = frame.area();
    for (var i : shown) {
      if (px[i] > area.getX() - 1
          && px[i] < area.getMaxX() + 1
          && py[i] > area.getY() - 1
          && py[i] < area.getMaxY() + 1) {
        g.fill(new Ellipse2D.Double(px[i] - size / 2.0, py[i] - size / 2.0, size, size));
      }
    }
  }

  /// A point without neighbours would be thinner than it deserves.
  private static void lonely(Graphics2D g, Frame frame, double[] px, double[] py) {
    for (int i = 0; i < px.length; i++) {
      var alone =
          (i == 0 || Double.isNaN(px[i - 1] + py[i - 1]))
              && (i == px.length - 1 || Double.isNaN(px[i + 1] + py[i + 1]));
      if (alone && frame.area().contains(px[i], py[i])) {
        g.fill(new Ellipse2D.Double(px[i] - 2.5, py[i] - 2.5, 5, 5));
      }
    }
  }

  private Color shade() {
    return switch (style) {
      case PALE -> Colors.faded(color, 80);
      case POINTS -> Colors.faded(color, x.length > 2000 ? 110 : 190);
      case LINE, DASHED, PATH -> color;
    };
  }

  private BasicStroke pen() {
    return switch (style) {
      case PALE -> stroke(1.2f);
      case DASHED ->
          new BasicStroke(
              1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0);
      case LINE, PATH, POINTS ->
          dash == null
              ? stroke(2)
              : new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
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

  static BasicStroke stroke(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /// A light edge around a path, so that it stands out from any ground.
  private static void halo(Graphics2D g, Path2D line) {
    g.setColor(new Color(255, 255, 255, 170));
    g.setStroke(stroke(4.5f));
    g.draw(line);
  }

  private void ends(Graphics2D g, Frame frame, double[] px, double[] py) {
    for (var i : new int[] {0, px.length - 1}) {
      if (px.length == 0 || !frame.area().contains(px[i], py[i])) {
        continue;
      }
      var dot = new Ellipse2D.Double(px[i] - 4.5, py[i] - 4.5, 9, 9);
      g.setColor(i == 0 ? Color.WHITE : color);
      g.fill(dot);
      g.setColor(i == 0 ? color : Color.WHITE);
      g.setStroke(stroke(1.6f));
      g.draw(dot);
    }
  }

  @Override
  public String describe() {
    if (label.isEmpty()) {
      return "";
    }
    var b = bounds();
    if (b.isEmpty()) {
      return label + ": " + (x.length == 0 ? "no points" : x.length + " points, none finite");
    }
    var hidden =
        x.length
            - (int) IntStream.range(0, x.length).filter(i -> Double.isFinite(x[i] + y[i])).count();
    return "%s: %d point%s, x %s … %s, y %s … %s, last %s%s"
        .formatted(
            label,
            x.length,
            x.length == 1 ? "" : "s",
            dated ? Dates.text(b.x0()) : Numbers.text(b.x0(), 4),
            dated ? Dates.text(b.x1()) : Numbers.text(b.x1(), 4),
            Numbers.text(b.y0(), 4),
            Numbers.text(b.y1(), 4),
            Numbers.text(y[y.length - 1], 4),
            hidden == 0 ? "" : ", " + hidden + " not finite");
  }
}
