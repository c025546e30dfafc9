package lectern.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/// The box in which layers paint: its place in the picture, its axes with grid and labels.
///
/// The ground is transparent and text is a middle grey, so that one picture reads on light and dark
/// pages.
final class Frame {

  static final Color INK = new Color(0x7a7a7a);
  static final Color GRID = new Color(0x80, 0x80, 0x80, 56);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private static final Font LABEL = TEXT.deriveFont(13f);
  private static final double TILT = Math.toRadians(-40);

  /// The longest name of a category, in CSS pixels.
  private static final int NAME = 130;

  /// One axis: its ends in data coordinates, its scale, its ticks and its label.
  record Side(double low, double high, boolean log, Ticks ticks, String label, boolean grid) {

    /// 0 at the lower end, 1 at the upper one.
    double place(double value) {
      return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    private String fullLabel() {
      return ticks.offset().isEmpty() ? label : (label + "  " + ticks.offset()).strip();
    }

    private double widest() {
      return ticks.labels().stream()
          .mapToDouble(t -> Math.min(NAME, Header.width(t, TEXT)))
          .max()
          .orElse(0);
    }

    private int space() {
      return fullLabel().isEmpty() ? 0 : 20;
    }
  }

  /// Makes an axis for a length in pixels; how many ticks it has depends on it.
  interface Maker {
    Side make(double pixels);
  }

  private final Side x;
  private final Side y;
  private final boolean isTilted;
  private final Rectangle2D area;

  /// Finds room for the labels: those at the left first, then those below, which stand aslant where
  /// they would touch.
  Frame(double width, double height, Maker xs, Maker ys) {
    var below = 24 + xs.make(width).space();
    var rough = ys.make(height - below);
    var left = rough.widest() + 16 + rough.space();
    var across = xs.make(width - left);
    var room = (width - left) * gap(across);
    isTilted = across.widest() + 6 > room;
    if (isTilted) {
      var deep = across.widest() * Math.sin(-TILT) + 18;
      below = Math.min((int) deep, (int) height / 2) + across.space();
    }
    var end = isTilted || across.ticks.at().length == 0 ? 0 : overhang(across, width - left);
    var top = 7;
    area =
        new Rectangle2D.Double(
            left,
            top,
            Math.max(10, width - left - Math.max(4, end)),
            Math.max(10, height - below - top));
    x = xs.make(area.getWidth());
    y = ys.make(area.getHeight());
  }

  /// The least distance between two ticks, as a share of the axis.
  private static double gap(Side side) {
    var at = side.ticks.at();
    var gap = 1.0;
    for (int i = 1; i < at.length; i++) {
      gap = Math.min(gap, side.place(at[i]) - side.place(at[i - 1]));
    }
    return gap;
  }

  /// How far the last label sticks out at the right.
  private static double overhang(Side side, double width) {
    var last = side.ticks.at().length - 1;
    var half = Header.width(side.ticks.labels().get(last), TEXT) / 2;
    return half - (1 - side.place(side.ticks.at()[last])) * width;
  }

  boolean isLogX() {
    return x.log;
  }

  boolean isLogY() {
    return y.log;
  }

  /// Where the data live, in CSS pixels.
  Rectangle2D area() {
    return area;
  }

  /// The same with room for half the width of a line that runs along its edge.
  Rectangle2D clip() {
    return new Rectangle2D.Double(
        area.getX() - 1, area.getY() - 1, area.getWidth() + 2, area.getHeight() + 2);
  }

  double screenX(double value) {
    return area.getX() + x.place(value) * area.getWidth();
  }

  double screenY(double value) {
    return area.getMaxY() - y.place(value) * area.getHeight();
  }

  /// Grid lines, which layers cover.
  void paintGrid(Graphics2D g) {
    g.setStroke(new BasicStroke(1));
    grid(g, x, true);
    grid(g, y, false);
  }

  private void grid(Graphics2D g, Side side, boolean isUpright) {
    if (!side.grid) {
      return;
    }
    if (side.log && Math.log10(side.high / side.low) < 4) {
      g.setColor(Colors.faded(GRID, 22));
      for (int p = (int) Math.floor(Math.log10(side.low)); p <= Math.log10(side.high); p++) {
        for (int k = 2; k < 10; k++) {
          line(g, side.place(k * Math.pow(10, p)), isUpright);
        }
      }
    }
    g.setColor(GRID);
    for (var tick : side.ticks.at()) {
      line(g, side.place(tick), isUpright);
    }
  }

  private void line(Graphics2D g, double place, boolean isUpright) {
    if (place < -1e-9 || place > 1 + 1e-9) {
      return;
    }
    var px = area.getX() + place * area.getWidth();
    var py = area.getMaxY() - place * area.getHeight();
    g.draw(
        isUpright
            ? new Line2D.Double(px, area.getY(), px, area.getMaxY())
            : new Line2D.Double(area.getX(), py, area.getMaxX(), py));
  }

  /// Labels of ticks and axes.
  void paintLabels(Graphics2D g) {
    g.setColor(INK);
    g.setFont(TEXT);
    for (int i = 0; i < y.ticks.at().length; i++) {
      var text = Header.fit(y.ticks.labels().get(i), TEXT, NAME);
      var right = area.getX() - 7 - Header.width(text, TEXT);
      g.drawString(text, (float) right, (float) (screenY(y.ticks.at()[i]) + 4.3));
    }
    for (int i = 0; i < x.ticks.at().length; i++) {
      var px = screenX(x.ticks.at()[i]);
      var room = isTilted ? Math.min(NAME, px / Math.cos(TILT)) : area.getWidth();
      var text = Header.fit(x.ticks.labels().get(i), TEXT, room);
      var width = Header.width(text, TEXT);
      if (isTilted) {
        var own = (Graphics2D) g.create();
        own.translate(px + 4, area.getMaxY() + 12);
        own.rotate(TILT);
        own.drawString(text, (float) -width, 0);
        own.dispose();
      } else {
        g.drawString(text, (float) (px - width / 2), (float) area.getMaxY() + 17);
      }
    }
    g.setFont(LABEL);
    if (!x.fullLabel().isEmpty()) {
      var text = Header.fit(x.fullLabel(), LABEL, area.getMaxX() - 8);
      var width = Header.width(text, LABEL);
      var left = Math.max(8, Math.min(area.getCenterX() - width / 2, area.getMaxX() - width));
      var deep = isTilted ? x.widest() * Math.sin(-TILT) + 14 : 18;
      g.drawString(text, (float) left, (float) (area.getMaxY() + deep + 18));
    }
    if (!y.fullLabel().isEmpty()) {
      var text = Header.fit(y.fullLabel(), LABEL, area.getHeight() + 20);
      var own = (Graphics2D) g.create();
      own.translate(area.getX() - 7 - y.widest() - 11, area.getCenterY());
      own.rotate(-Math.PI / 2);
      own.drawString(text, (float) (-Header.width(text, LABEL) / 2), 0);
      own.dispose();
    }
  }
}
