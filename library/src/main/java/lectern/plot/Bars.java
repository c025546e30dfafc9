package lectern.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Bars that stand on zero: categories or the bins of a histogram.
final class Bars implements Layer {

  private final String label;
  private final double[] left;
  private final double[] right;
  private final double[] height;
  private final Color color;
  private final boolean seeThrough;

  /// @param label what the legend says; empty for none
  /// @param left N left edges
  /// @param right N right edges
  /// @param height N heights
  /// @param color their colour
  /// @param seeThrough true lets other bars shine through (histograms that overlap)
  Bars(
      String label,
      double[] left,
      double[] right,
      double[] height,
      Color color,
      boolean seeThrough) {
    this.label = label;
    this.left = left;
    this.right = right;
    this.height = height;
    this.color = color;
    this.seeThrough = seeThrough;
  }

  /// Bars of categories wait for their width until it is known how many stand side by side.
  boolean isCategories() {
    return !seeThrough;
  }

  /// The k-th of `n` bars in each category.
  Bars placed(int k, int n) {
    var width = 0.8 / n;
    var from = Arrays.stream(left).map(c -> c - 0.4 + k * width).toArray();
    var to = Arrays.stream(from).map(a -> a + width).toArray();
    return new Bars(label, from, to, height, color, false);
  }

  @Override
  public Optional<String> name() {
    return label.isEmpty() ? Optional.empty() : Optional.of(label);
  }

  @Override
  public Bounds bounds() {
    var box = Bounds.of(left, height).join(Bounds.of(right, height));
    return box.isEmpty() ? box : box.join(new Bounds(box.x0(), box.x1(), 0, 0));
  }

  /// On a logarithmic axis bars stand on half of the lowest.
  @Override
  public Bounds bounds(boolean logX, boolean logY) {
    if (!logY) {
      return bounds();
    }
    var high = Arrays.stream(height).map(v -> v > 0 ? v : Double.NaN).toArray();
    var box = Bounds.of(left, high).join(Bounds.of(right, high));
    return box.isEmpty() ? box : new Bounds(box.x0(), box.x1(), box.y0() / 2, box.y1());
  }

  @Override
  public boolean tight() {
    return false;
  }

  @Override
  public void draw(Graphics2D g, Frame frame) {
    var clip = g.getClip();
    g.clip(frame.clip());
    var outline = seeThrough ? steps(frame) : columns(frame);
    g.setColor(shade());
    g.fill(outline);
    if (seeThrough) {
      g.setColor(color);
      g.setStroke(Line.stroke(1.2f));
      g.draw(outline);
    }
    g.setClip(clip);
  }

  /// One box for each bar, with a gap between them.
  private Path2D columns(Frame frame) {
    var boxes = new Path2D.Double();
    var floor = floor(frame);
    for (int i = 0; i < height.length; i++) {
      if (Double.isFinite(height[i]) && !(frame.isLogY() && height[i] <= 0)) {
        var x0 = frame.screenX(left[i]);
        var x1 = frame.screenX(right[i]);
        var gap = x1 - x0 > 4 ? 0.5 : 0;
        var y = frame.screenY(height[i]);
        boxes.append(
            new Rectangle2D.Double(
                x0 + gap, Math.min(y, floor), x1 - x0 - 2 * gap, Math.abs(y - floor)),
            false);
      }
    }
    return boxes;
  }

  /// One outline for all bins.
  private Path2D steps(Frame frame) {
    var outline = new Path2D.Double();
    if (height.length == 0) {
      return outline;
    }
    var floor = floor(frame);
    outline.moveTo(frame.screenX(left[0]), floor);
    for (int i = 0; i < height.length; i++) {
      var y = frame.isLogY() && height[i] <= 0 ? floor : frame.screenY(height[i]);
      outline.lineTo(frame.screenX(left[i]), y);
      outline.lineTo(frame.screenX(right[i]), y);
    }
    outline.lineTo(frame.screenX(right[height.length - 1]), floor);
    return outline;
  }

  private static double floor(Frame frame) {
    return frame.isLogY() ? frame.area().getMaxY() : frame.screenY(0);
  }

  private Color shade() {
    return seeThrough ? Colors.faded(color, 110) : color;
  }

  @Override
  public void swatch(Graphics2D g, double left, double middle, double width) {
    g.setColor(shade());
    g.fill(new RoundRectangle2D.Double(left + width - 13, middle - 5.5, 11, 11, 3, 3));
  }

  @Override
  public String describe() {
    var shown = Math.min(height.length, 12);
    return (label.isEmpty() ? "" : label + ": ")
        + height.length
        + " bars, "
        + IntStream.range(0, shown)
            .mapToObj(i -> Numbers.text(height[i], 3))
            .collect(Collectors.joining(", "))
        + (shown < height.length ? ", …" : "")
        + String.format(
            Locale.ROOT,
            " (highest %s)",
            Numbers.text(Arrays.stream(height).filter(Double::isFinite).max().orElse(0), 4));
  }
}
