package lectern.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.IntStream;

/// How values become colours, and the bar at the right that says so.
///
/// @param low value of the first colour
/// @param high value of the last colour
/// @param log true spaces colours by factors instead of differences
/// @param colors the colours
record Scale(double low, double high, boolean log, Colors colors) {

  /// Width that the bar and its labels need, in CSS pixels.
  static final int BAR = 74;

  private static final int SHADES = 256;

  /// The scale from the lowest to the highest finite value; signed colours are centred on zero, and
  /// a logarithmic scale spans at most four decades.
  static Scale over(double[][] values, Colors colors, boolean log) {
    if (values.length == 0 || values[0].length == 0) {
      throw new IllegalArgumentException("Plot needs a matrix with at least one value");
    }
    var finite =
        Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite).toArray();
    var high = Arrays.stream(finite).max().orElse(1);
    if (log && high <= 0) {
      throw new IllegalArgumentException(
          "Plot: colours spaced by factors need a value above 0; the highest is " + high);
    }
    if (log) {
      var low = Arrays.stream(finite).filter(v -> v > 0).min().orElse(high / 10);
      return new Scale(Math.max(low, high * 1e-4), high, true, colors);
    }
    var low = Arrays.stream(finite).min().orElse(0);
    if (colors == Colors.SIGNED) {
      high = Math.max(high, -low);
      low = -high;
    }
    return new Scale(low, high, false, colors);
  }

  Color at(double value) {
    return colors.at(place(value));
  }

  /// 0 at `low`, 1 at `high`.
  double place(double value) {
    if (high == low) {
      return 0.5;
    }
    return log
        ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /// The value at a place: the inverse of [#place].
  double value(double place) {
    return log ? low * Math.pow(high / low, place) : low + place * (high - low);
  }

  double[] ticks() {
    if (!log) {
      return Numbers.ticks(low, high, 5);
    }
    var decades = Math.log10(high / low);
    var steps =
        decades < 1.5 ? new int[] {1, 2, 5} : decades < 3 ? new int[] {1, 3} : new int[] {1};
    return IntStream.rangeClosed((int) Math.floor(Math.log10(low)), (int) Math.log10(high) + 1)
        .boxed()
        .flatMapToDouble(p -> Arrays.stream(steps).mapToDouble(k -> k * Math.pow(10, p)))
        .filter(v -> v >= low * 0.9999 && v <= high * 1.0001)
        .toArray();
  }

  void paintBar(Graphics2D g, Rectangle2D area, double left, String title) {
    var x = left + 6;
    var w = 12;
    var bar = new BufferedImage(1, SHADES, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SHADES; i++) {
      bar.setRGB(0, i, colors.at(1 - (i + 0.5) / SHADES).getRGB());
    }
    var place = AffineTransform.getTranslateInstance(x, area.getY());
    place.scale(w, area.getHeight() / SHADES);
    g.drawImage(bar, place, null);
    g.setFont(Frame.TEXT);
    var metrics = g.getFontMetrics();
    for (var tick : ticks()) {
      var y = area.getMaxY() - place(tick) * area.getHeight();
      g.setColor(Frame.INK);
      g.draw(new Line2D.Double(x + w, y, x + w + 3, y));
      g.drawString(
          Numbers.text(tick, 3), (float) (x + w + 6), (float) (y + metrics.getAscent() * 0.36));
    }
    if (!title.isEmpty()) {
      var width = metrics.stringWidth(title);
      g.setColor(Frame.INK);
      g.drawString(title, (float) Math.min(x, left + BAR - width - 4), (float) area.getY() - 8);
    }
  }
}
