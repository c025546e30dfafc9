package lectern.plot;

import java.awt.Graphics2D;
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
    var data = box();
    var box = data.isEmpty() ? new Bounds(x.log ? 1 : 0, 10, y.log ? 1 : 0, 10) : data;
    var wide = width - (scale.isPresent() ? Scale.BAR : EDGE);
    var frame =
        new Frame(wide, height - header.height(), p -> across(box, p), p -> upright(box, p));
    frame.paintGrid(g);
    layers.forEach(layer -> layer.draw(g, frame));
    if (data.isEmpty()) {
      note(g, frame);
    }
    frame.paintLabels(g);
    scale.ifPresent(s -> s.paintBar(g, frame.area(), wide, colorLabel));
  }

  private Bounds box() {
    var tight = layers.stream().filter(Layer::tight).toList();
    var box = Bounds.EMPTY;
    for (var layer : tight.isEmpty() ? layers : tight) {
      box = box.join(layer.bounds(x.log, y.log));
    }
    return box;
  }

  /// Axes without data, and why: a training that has not begun, or one that has diverged.
  private void note(Graphics2D g, Frame frame) {
    var isLog = x.log || y.log;
    var hasAny = layers.stream().anyMatch(l -> !l.bounds().isEmpty());
    var isEmpty = layers.stream().allMatch(l -> l instanceof Line line && line.isEmpty());
    var text = isEmpty ? "no values yet" : isLog && hasAny ? "no value above 0" : "no finite value";
    g.setFont(Frame.TEXT);
    g.setColor(Frame.INK);
    var width = Header.width(text, Frame.TEXT);
    var area = frame.area();
    g.drawString(text, (float) (area.getCenterX() - width / 2), (float) (area.getCenterY() + 4));
  }

  private boolean has(Class<?> kind) {
    return layers.stream().anyMatch(kind::isInstance);
  }

  private boolean tight() {
    return layers.stream().anyMatch(Layer::tight);
  }

  private boolean covered() {
    return has(Cells.class) || has(Contour.class);
  }

  /// The x axis over `pixels`.
  private Frame.Side across(Bounds box, double pixels) {
    var points = layers.stream().anyMatch(l -> l instanceof Line line && line.isLoose());
    var air = !tight() && (has(Bars.class) || points) ? 0.02 * (box.x1() - box.x0()) : 0;
    var ends =
        x.log
            ? x.ends(box.x0(), box.x1(), tight(), points)
            : x.ends(box.x0() - air, box.x1() + air, tight(), false);
    var columns =
        layers.stream().flatMap(l -> l instanceof Cells c ? Stream.of(c.columns()) : Stream.of());
    var names =
        !x.ticks.isEmpty() ? x.ticks : columns.findFirst().map(Layout::numbers).orElse(List.of());
    var room =
        x.ticks.isEmpty()
            ? Header.width("0".repeat(names.size() < 101 ? 2 : 4), Frame.TEXT) + 7
            : 15;
    var count = Math.max(2, (int) (pixels / 72));
    var whole = layers.stream().allMatch(l -> l instanceof Line line && line.isWhole());
    var ticks =
        !names.isEmpty()
            ? Ticks.named(names, ends[0], ends[1], pixels, room, false)
            : x.dates
                ? Dates.ticks(ends[0], ends[1], count)
                : x.log
                    ? Ticks.log(ends[0], ends[1], count)
                    : Ticks.linear(ends[0], ends[1], count, whole);
    var grid = x.ticks.isEmpty() && !covered() && !has(Bars.class);
    return new Frame.Side(ends[0], ends[1], x.log, ticks, x.label, grid);
  }

  /// The y axis over `pixels`.
  private Frame.Side upright(Bounds box, double pixels) {
    var ends = y.ends(box.y0(), box.y1(), tight(), true);
    var own =
        layers.stream()
            .flatMap(
                l ->
                    switch (l) {
                      case Ridges r -> Stream.of(r.names().reversed());
                      case Cells c -> Stream.of(numbers(c.rows()).reversed());
                      default -> Stream.<List<String>>of();
                    });
    var names = !y.ticks.isEmpty() ? y.ticks : own.findFirst().orElse(List.of());
    var count = Math.max(2, (int) (pixels / 36));
    var ticks =
        !names.isEmpty()
            ? Ticks.named(names, ends[0], ends[1], pixels, 13, true)
            : y.log
                ? Ticks.log(ends[0], ends[1], count)
                : Ticks.linear(ends[0], ends[1], count, false);
    return new Frame.Side(
        ends[0], ends[1], y.log, ticks, y.label, !covered() && !has(Ridges.class));
  }

  private static List<String> numbers(int n) {
    return IntStream.range(0, n).mapToObj(Integer::toString).toList();
  }

  private Optional<Scale> scale() {
    return layers.stream()
        .flatMap(
            l ->
                switch (l) {
                  case Cells c -> Stream.of(c.scale());
                  case Contour c -> Stream.of(c.scale());
                  case Line _, Bars _, Ridges _ -> Stream.<Scale>of();
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
