package lectern.plot;

import java.awt.Color;
import java.awt.Graphics2D;
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
    var ground = new double[] {0};
    return Bounds.of(left, height)
        .join(Bounds.of(right, height))
        .join(Bounds.of(new double[] {left[0]}, ground));
  }

  @Override
  public boolean tight() {
    return false;
  }

  @Override
  public void draw(Frame frame, boolean logX, boolean logY) {
    frame.above(
        g -> {
          var clip = g.getClip();
          g.clip(frame.area());
          var floor = frame.getStyler().getYAxisMin();
          for (int i = 0; i < height.length; i++) {
            var x0 = frame.screenX(left[i]);
            var x1 = frame.screenX(right[i]);
            var a = frame.screenY(Math.max(height[i], floor));
            var b = frame.screenY(Math.max(0, floor));
            g.setColor(seeThrough ? Colors.faded(color, 150) : color);
            var gap = x1 - x0 > 4 ? 0.5 : 0;
            g.fill(
                new Rectangle2D.Double(
                    x0 + gap, Math.min(a, b), x1 - x0 - 2 * gap, Math.abs(a - b)));
          }
          g.setClip(clip);
        });
  }

  @Override
  public void swatch(Graphics2D g, double left, double middle, double width) {
    g.setColor(seeThrough ? Colors.faded(color, 150) : color);
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
            Locale.ROOT, " (highest %s)", Numbers.text(Arrays.stream(height).max().orElse(0), 4));
  }
}
