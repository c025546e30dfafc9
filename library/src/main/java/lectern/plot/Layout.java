package lectern.plot;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Puts layers into a frame: limits, ticks, legend, colour bar.
final class Layout {

  /// Free pixels at the right, for half of the last label.
  private static final int EDGE = 8;

  private final String title;
  private final List<Layer> layers;
  private final Axis x;
  private final Axis y;
  private final int width;
  private final int height;
  private final String colorLabel;

  Layout(
      String title, List<Layer> layers, Axis x, Axis y, int width, int height, String colorLabel) {
    if (layers.isEmpty()) {
      throw new IllegalStateException(
          "Plot \""
              + title
              + "\" has nothing to draw; add a line, points, bars, cells or a contour");
    }
    this.title = title;
    this.layers = beside(layers);
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
    this.colorLabel = colorLabel;
  }

  void paint(Graphics2D g) {
    var header = new Header(title, layers, width);
    header.paint(g);
    g.translate(0, header.height());
    var scale = scale();
    var frame = new Frame(width - (scale.isPresent() ? Scale.BAR : EDGE), height - header.height());
    frame.setXAxisTitle(x.label);
    frame.setYAxisTitle(y.label);
    var s = frame.getStyler();
    s.setXAxisTitleVisible(!x.label.isEmpty()).setYAxisTitleVisible(!y.label.isEmpty());
    s.setXAxisLogarithmic(x.log).setYAxisLogarithmic(y.log);
    var box = box();
    limits(frame, box);
    ticks(frame, box);
    layers.forEach(layer -> layer.draw(frame, x.log, y.log));
    scale.ifPresent(
        sc -> frame.above(a -> sc.paintBar(a, frame.area(), frame.getWidth(), colorLabel)));
    frame.paint(g, frame.getWidth(), frame.getHeight());
  }

  private Bounds box() {
    var tight = layers.stream().filter(Layer::tight).toList();
    var box = Bounds.EMPTY;
    for (var layer : tight.isEmpty() ? layers : tight) {
      box = box.join(layer.bounds(x.log, y.log));
    }
    if (box.isEmpty()) {
      throw new IllegalStateException(
          "Plot \"%s\" has no finite value%s"
              .formatted(title, x.log || y.log ? " above 0 on its logarithmic axis" : ""));
    }
    return box;
  }

  private void limits(Frame frame, Bounds box) {
    var tight = layers.stream().anyMatch(Layer::tight);
    var bars = layers.stream().anyMatch(l -> l instanceof Bars);
    var points = layers.stream().anyMatch(l -> l instanceof Line line && line.isLoose());
    var air = tight ? 0 : bars || points ? 0.02 * (box.x1() - box.x0()) : 0;
    var xs =
        x.log
            ? x.ends(box.x0(), box.x1(), tight, points)
            : x.ends(box.x0() - air, box.x1() + air, tight, false);
    var ys = y.ends(box.y0(), box.y1(), tight, true);
    frame.limits(xs[0], xs[1], ys[0], ys[1]);
  }

  private void ticks(Frame frame, Bounds box) {
    var s = frame.getStyler();
    s.setXAxisLogarithmicDecadeOnly(decades(box.x0(), box.x1()));
    s.setYAxisLogarithmicDecadeOnly(decades(box.y0(), box.y1()));
    if (!x.ticks.isEmpty()) {
      s.setXAxisTickMarkSpacingHint((int) ((frame.getWidth() - 70) / (box.x1() - box.x0())));
      s.setXAxisTickLabelsFormattingFunction(v -> name(x.ticks, v));
      s.setPlotGridVerticalLinesVisible(false);
    }
    var rows =
        layers.stream().flatMap(l -> l instanceof Cells c ? Stream.of(c.rows()) : Stream.of());
    var names =
        y.ticks.isEmpty()
            ? rows.findFirst()
                .map(n -> IntStream.range(0, n).mapToObj(i -> "" + (n - 1 - i)).toList())
                .orElse(List.of())
            : y.ticks;
    if (!names.isEmpty()) {
      s.setYAxisTickMarkSpacingHint((int) ((height - 90) / (box.y1() - box.y0())));
      s.setYAxisTickLabelsFormattingFunction(v -> name(names, v));
    }
    if (layers.stream().anyMatch(l -> l instanceof Bars)) {
      s.setPlotGridVerticalLinesVisible(false);
    }
    if (x.log) {
      s.setPlotGridVerticalLinesVisible(false);
      frame.below(g -> grid(g, frame, false));
    }
    if (y.log) {
      s.setPlotGridHorizontalLinesVisible(false);
      frame.below(g -> grid(g, frame, true));
    }
  }

  /// Grid lines of a logarithmic axis: each power of ten, and faintly its multiples.
  private static void grid(Graphics2D g, Frame frame, boolean horizontal) {
    var s = frame.getStyler();
    var low = horizontal ? s.getYAxisMin() : s.getXAxisMin();
    var high = horizontal ? s.getYAxisMax() : s.getXAxisMax();
    var area = frame.area();
    g.setStroke(s.getPlotGridLinesStroke());
    var few = Math.log10(high / low) < 4;
    for (int p = (int) Math.floor(Math.log10(low)); p <= Math.log10(high); p++) {
      for (int k = 1; k < (few ? 10 : 2); k++) {
        var v = k * Math.pow(10, p);
        g.setColor(k == 1 ? Frame.GRID : Colors.faded(Frame.GRID, 22));
        g.draw(
            horizontal
                ? new Line2D.Double(area.getX(), frame.screenY(v), area.getMaxX(), frame.screenY(v))
                : new Line2D.Double(
                    frame.screenX(v), area.getY(), frame.screenX(v), area.getMaxY()));
      }
    }
  }

  private static boolean decades(double low, double high) {
    return low > 0 && high / low >= 30;
  }

  private static String name(List<String> names, double value) {
    var i = (int) Math.round(value);
    // XChart draws no ticks at all when both ends read the same
    return Math.abs(value - i) > 1e-6 || i < 0 || i >= names.size()
        ? value < 0 ? " " : "  "
        : names.get(i);
  }

  private Optional<Scale> scale() {
    return layers.stream()
        .flatMap(
            l ->
                switch (l) {
                  case Cells c -> Stream.of(c.scale());
                  case Contour c -> Stream.of(c.scale());
                  case Line _, Bars _ -> Stream.<Scale>of();
                })
        .findFirst();
  }

  /// Gives the bars of one category their places side by side.
  private static List<Layer> beside(List<Layer> layers) {
    var groups = (int) layers.stream().filter(l -> l instanceof Bars b && b.isCategories()).count();
    var placed = new ArrayList<Layer>();
    int k = 0;
    for (var layer : layers) {
      placed.add(layer instanceof Bars b && b.isCategories() ? b.placed(k++, groups) : layer);
    }
    return placed;
  }
}
