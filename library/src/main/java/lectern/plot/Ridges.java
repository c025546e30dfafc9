package lectern.plot;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Histograms one above the other on one x axis, the first on top: what each layer of a network
/// holds.
final class Ridges implements Layer {

  private static final int BINS = 80;

  /// From this share on zeros are a number beside the ridge, which their bin would flatten: ReLU.
  private static final double MANY_ZEROS = 0.2;

  /// How far a ridge may rise, in rows.
  private static final double RISE = 0.9;

  private final List<String> names;
  private final List<double[]> values;
  private final double low;
  private final double high;

  /// @param names R names
  /// @param values R groups of values; those that are not finite are counted in words only
  Ridges(List<String> names, List<double[]> values) {
    this.names = names;
    this.values = values;
    var all =
        values.stream()
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .summaryStatistics();
    var flat = all.getCount() == 0 || all.getMin() == all.getMax();
    var middle = all.getCount() == 0 ? 0 : all.getMin();
    low = flat ? middle - 0.5 : all.getMin();
    high = flat ? middle + 0.5 : all.getMax();
  }

  List<String> names() {
    return names;
  }

  @Override
  public Optional<String> name() {
    return Optional.empty();
  }

  @Override
  public Bounds bounds() {
    return new Bounds(low, high, -0.15, names.size() - 1 + RISE + 0.1);
  }

  @Override
  public boolean tight() {
    return true;
  }

  @Override
  public void draw(Graphics2D g, Frame frame) {
    var clip = g.getClip();
    g.clip(frame.clip());
    for (int row = 0; row < names.size(); row++) {
      ridge(g, frame, row);
    }
    g.setClip(clip);
  }

  private void ridge(Graphics2D g, Frame frame, int row) {
    var zeros = zeros(values.get(row));
    var shown = zeros < MANY_ZEROS ? values.get(row) : nonZero(values.get(row));
    var counts = Histogram.counts(shown, low, high, BINS);
    var most = Arrays.stream(counts).max().orElse(0);
    var floor = names.size() - 1 - row;
    var color = Colors.series(row);
    g.setColor(Frame.GRID);
    g.setStroke(Line.stroke(1));
    var base = frame.screenY(floor);
    g.draw(new Line2D.Double(frame.area().getX(), base, frame.area().getMaxX(), base));
    if (most > 0) {
      var outline = outline(frame, counts, most, floor);
      g.setColor(Colors.faded(color, 110));
      g.fill(outline);
      g.setColor(color);
      g.setStroke(Line.stroke(1.2f));
      g.draw(outline);
    }
    if (zeros >= MANY_ZEROS) {
      var text = Math.round(100 * zeros) + " % zero";
      g.setFont(Frame.TEXT);
      g.setColor(Frame.INK);
      var left = frame.area().getMaxX() - Header.width(text, Frame.TEXT) - 2;
      g.drawString(text, (float) left, (float) base - 5);
    }
  }

  private Path2D outline(Frame frame, double[] counts, double most, double floor) {
    var outline = new Path2D.Double();
    outline.moveTo(frame.screenX(low), frame.screenY(floor));
    for (int i = 0; i < BINS; i++) {
      var top = frame.screenY(floor + RISE * counts[i] / most);
      outline.lineTo(frame.screenX(low + (high - low) * i / BINS), top);
      outline.lineTo(frame.screenX(low + (high - low) * (i + 1) / BINS), top);
    }
    outline.lineTo(frame.screenX(high), frame.screenY(floor));
    return outline;
  }

  /// The share of values that are zero.
  private static double zeros(double[] values) {
    return Arrays.stream(values).map(v -> v == 0 ? 1 : 0).average().orElse(0);
  }

  private static double[] nonZero(double[] values) {
    return Arrays.stream(values).filter(v -> v != 0).toArray();
  }

  @Override
  public void swatch(Graphics2D g, double left, double middle, double width) {
    // The rows are named at the axis.
  }

  @Override
  public String describe() {
    return IntStream.range(0, names.size())
        .mapToObj(i -> names.get(i) + ": " + describe(values.get(i)))
        .collect(Collectors.joining("\n  "));
  }

  private static String describe(double[] values) {
    var finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    var lost = values.length - finite.length;
    var end = lost == 0 ? "" : ", " + lost + " not finite";
    if (finite.length == 0) {
      return (values.length == 0 ? "no values" : "no finite value") + end;
    }
    var stats = Arrays.stream(finite).summaryStatistics();
    var mean = stats.getAverage();
    var spread =
        Math.sqrt(Arrays.stream(finite).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    var zeros = Arrays.stream(finite).filter(v -> v == 0).count();
    return "%d values, %s … %s, mean %s, standard deviation %s%s%s"
        .formatted(
            values.length,
            Numbers.text(stats.getMin(), 3),
            Numbers.text(stats.getMax(), 3),
            Numbers.text(mean, 3),
            Numbers.text(spread, 3),
            zeros == 0 ? "" : ", " + Math.round(100.0 * zeros / finite.length) + " % zero",
            end);
  }
}
