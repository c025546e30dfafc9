package lectern.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import lectern.display.Displayable;
import lectern.display.MimeBundle;
import lectern.display.Png;

/// A chart that shows itself in a notebook.
///
/// ```java
/// Plot.of("loss").line("SGD", sgd).line("QHAdam", qhadam).logY().xLabel("step")
/// ```
///
/// A plot is a title, a few layers and axes. Each method adds one thing and returns the same plot.
/// Data may be `double[]`, `float[]`, `int[]`, `long[]`, a `List` of numbers or a
/// [Tensor][lectern.tensor.Tensor]. The picture is a PNG at twice the shown size, on a transparent
/// ground; `text/plain` says in words what it shows.
public final class Plot implements Displayable {

  private final String title;
  private final List<Layer> layers = new ArrayList<>();
  private final Axis x = new Axis();
  private final Axis y = new Axis();
  private int width = 640;
  private int height = 360;
  private String colorLabel = "";
  private int nextColor;

  private Plot(String title) {
    this.title = title;
  }

  /// An empty plot; an empty title draws none.
  public static Plot of(String title) {
    return new Plot(title);
  }

  /// Joins the points `(x, y)`. NaN breaks the line.
  public Plot line(String name, Object xs, Object ys) {
    return add(name, xs, ys, Line.Style.LINE, color());
  }

  /// Joins points with abscissas 0, 1, 2, …
  public Plot line(String name, Object ys) {
    var values = Numbers.of(ys);
    return line(name, Numbers.range(values.length), values);
  }

  /// Draws a function at 400 places.
  public Plot curve(String name, DoubleUnaryOperator f, double from, double to) {
    var xs = new double[400];
    Arrays.setAll(xs, i -> from + (to - from) * i / (xs.length - 1));
    return line(name, xs, Arrays.stream(xs).map(f).toArray());
  }

  /// Draws a noisy series pale, and over it its exponential average s ← m·s + (1−m)·y, corrected
  /// for the empty start.
  ///
  /// @param memory m in [0, 1): 0.9 averages over about ten values
  public Plot smoothed(String name, Object ys, double memory) {
    if (!(memory >= 0 && memory < 1)) {
      throw new IllegalArgumentException("Plot.smoothed: memory must be in [0, 1), not " + memory);
    }
    var values = Numbers.of(ys);
    var average = new double[values.length];
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < values.length; i++) {
      sum = memory * sum + (1 - memory) * values[i];
      weight = memory * weight + (1 - memory);
      average[i] = sum / weight;
    }
    var color = color();
    var xs = Numbers.range(values.length);
    return add("", xs, values, Line.Style.PALE, color)
        .add(name, xs, average, Line.Style.LINE, color);
  }

  /// Draws points without joining them.
  public Plot points(String name, Object xs, Object ys) {
    return add(name, xs, ys, Line.Style.POINTS, color());
  }

  /// Draws a dashed horizontal line.
  public Plot level(String name, double y) {
    var box = layers.stream().map(Layer::bounds).reduce(Bounds.EMPTY, Bounds::join);
    var ends = box.isEmpty() ? new double[] {0, 1} : new double[] {box.x0(), box.x1()};
    return add(name, ends, new double[] {y, y}, Line.Style.DASHED, Frame.INK);
  }

  /// Draws a way through the plane, from a white dot to a filled one.
  public Plot path(String name, Object xs, Object ys) {
    return add(name, xs, ys, Line.Style.PATH, color());
  }

  /// One bar per category; several calls stand side by side. Name categories with [#xTicks].
  public Plot bars(String name, Object heights) {
    var values = Numbers.of(heights);
    var at = Numbers.range(values.length);
    layers.add(new Bars(name, at, at, values, color(), false));
    return this;
  }

  /// Counts values in `bins` equal intervals from the lowest to the highest.
  public Plot histogram(String name, Object values, int bins) {
    layers.add(Histogram.of(name, Numbers.of(values), bins, color()));
    return this;
  }

  /// A matrix as coloured cells, first row on top; `values[row][column]`.
  public Plot cells(double[][] values, Colors colors) {
    return cells(values, colors, "");
  }

  /// A matrix as coloured cells with the values written in.
  ///
  /// @param format as in [String#format], for example `"%.2f"` or `"%d"`
  public Plot cells(double[][] values, Colors colors, String format) {
    layers.add(new Cells(values, Scale.over(values, colors, false), format));
    return this;
  }

  /// A matrix as coloured cells, colours spaced by factors: for values over several decades.
  public Plot logCells(double[][] values, Colors colors, String format) {
    layers.add(new Cells(values, Scale.over(values, colors, true), format));
    return this;
  }

  /// The bands of a function of two variables.
  public Plot contour(DoubleBinaryOperator f, double x0, double x1, double y0, double y1) {
    return contour(f, new Bounds(x0, x1, y0, y1), false);
  }

  /// The bands of a positive function of two variables, spaced by factors: for narrow valleys.
  public Plot logContour(DoubleBinaryOperator f, double x0, double x1, double y0, double y1) {
    return contour(f, new Bounds(x0, x1, y0, y1), true);
  }

  private Plot contour(DoubleBinaryOperator f, Bounds box, boolean log) {
    var z = Contour.sample(f, box);
    layers.add(new Contour(z, box, Scale.over(z, Colors.MIST, log), 10));
    return this;
  }

  /// Makes the x axis logarithmic; values ≤ 0 are left out.
  public Plot logX() {
    x.log = true;
    return this;
  }

  /// Makes the y axis logarithmic; values ≤ 0 are left out.
  public Plot logY() {
    y.log = true;
    return this;
  }

  /// Fixes the ends of the x axis.
  public Plot xRange(double from, double to) {
    x.range(from, to);
    return this;
  }

  /// Fixes the ends of the y axis.
  public Plot yRange(double from, double to) {
    y.range(from, to);
    return this;
  }

  /// Names the x axis.
  public Plot xLabel(String label) {
    x.label = label;
    return this;
  }

  /// Names the y axis.
  public Plot yLabel(String label) {
    y.label = label;
    return this;
  }

  /// Names places 0, 1, 2, … of the x axis: categories or columns. Names may be strings or numbers,
  /// one by one or as one array or list.
  public Plot xTicks(Object... names) {
    x.ticks = strings(names);
    return this;
  }

  /// Names rows from the top down, as [#xTicks] does.
  public Plot yTicks(Object... names) {
    y.ticks = strings(names).reversed();
    return this;
  }

  /// Names the colour bar.
  public Plot colorLabel(String label) {
    colorLabel = label;
    return this;
  }

  /// The size on the page, in CSS pixels; 640 × 360 unless said.
  public Plot size(int width, int height) {
    if (width < 120 || height < 90) {
      throw new IllegalArgumentException(
          "Plot.size needs at least 120 × 90, not " + width + " × " + height);
    }
    this.width = width;
    this.height = height;
    return this;
  }

  /// Several plots side by side in one picture.
  public static Displayable row(Plot... plots) {
    return new Row(List.of(plots));
  }

  /// The picture at `density` pixels per CSS pixel.
  public BufferedImage image(double density) {
    return Canvas.draw(width, height, density, this::paint);
  }

  void paint(Graphics2D g) {
    new Layout(title, layers, x, y, width, height, colorLabel).paint(g);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /// What the plot shows, in words.
  public String describe() {
    var parts = layers.stream().map(Layer::describe).filter(s -> !s.isEmpty());
    return parts.collect(
        Collectors.joining("\n  ", (title.isEmpty() ? "plot" : title) + axes() + "\n  ", ""));
  }

  private String axes() {
    var names = List.of(x.named("x"), y.named("y")).stream().filter(s -> !s.isEmpty()).toList();
    return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
  }

  /// Writes the picture at twice its size as a PNG file.
  public Path save(Path file) throws IOException {
    return Files.write(file, Png.encode(image(2), Integer.MAX_VALUE));
  }

  @Override
  public MimeBundle toMimeBundle() {
    return Png.bundle(image(2), describe());
  }

  @Override
  public String toString() {
    return describe();
  }

  private Plot add(String name, Object xs, Object ys, Line.Style style, Color color) {
    var a = Numbers.of(xs);
    var b = Numbers.of(ys);
    if (a.length != b.length || a.length == 0) {
      throw new IllegalArgumentException(
          "Plot: \"%s\" needs as many x as y and at least one, but came %d x and %d y"
              .formatted(name, a.length, b.length));
    }
    layers.add(new Line(name, a, b, style, color));
    return this;
  }

  private Color color() {
    return Colors.series(nextColor++);
  }

  private static List<String> strings(Object[] names) {
    if (names.length == 1 && names[0] != null && names[0].getClass().isArray()) {
      return strings(Arrays.stream(Numbers.of(names[0])).boxed().toArray());
    }
    if (names.length == 1 && names[0] instanceof List<?> list) {
      return strings(list.toArray());
    }
    return Arrays.stream(names)
        .map(n -> n instanceof Number v ? Numbers.text(v.doubleValue(), 6) : String.valueOf(n))
        .toList();
  }
}
