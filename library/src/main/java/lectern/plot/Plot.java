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
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import lectern.display.Displayable;
import lectern.display.Figure;
import lectern.display.MimeBundle;
import lectern.display.Png;

/// A chart that shows itself in a notebook.
///
/// ```java
/// Plot.of("loss").line("SGD", sgd).line("QHAdam", qhadam).logY().xLabel("step")
/// ```
///
/// A plot is a title, a few layers and axes. Each method adds one thing and returns the same plot.
/// Data may be `double[]`, `float[]`, `int[]`, `long[]`, `boolean[]`, a `List` of numbers or a
/// [Tensor][lectern.tensor.Tensor]; abscissas also dates and times. NaN is a gap; a series may be
/// empty, as before a training has begun. Any number of points may come: what is drawn are the
/// extremes of each pixel column.
///
/// The picture has a transparent ground and reads on light and dark pages. It is SVG where that is
/// small, and a PNG at twice the shown size; `text/plain` says in words what it shows.
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
    var values = Numbers.of(ys);
    return smoothed(name, Numbers.range(values.length), values, memory);
  }

  /// The same over given abscissas. A value that is not finite is a gap and leaves the average
  /// alone.
  public Plot smoothed(String name, Object xs, Object ys, double memory) {
    if (!(memory >= 0 && memory < 1)) {
      throw new IllegalArgumentException("Plot.smoothed: memory must be in [0, 1), not " + memory);
    }
    var values = Numbers.of(ys);
    var average = Numbers.average(values, memory);
    var color = color();
    return add("", xs, values, Line.Style.PALE, color)
        .add(name, xs, average, Line.Style.LINE, color);
  }

  /// Draws points without joining them; where there are many, smaller ones.
  public Plot scatter(String name, Object xs, Object ys) {
    return add(name, xs, ys, Line.Style.POINTS, color());
  }

  /// The same as [#scatter].
  public Plot points(String name, Object xs, Object ys) {
    return scatter(name, xs, ys);
  }

  /// Draws a dashed horizontal line.
  public Plot level(String name, double y) {
    var box = layers.stream().map(Layer::bounds).reduce(Bounds.EMPTY, Bounds::join);
    var ends = box.isEmpty() ? new double[] {0, 1} : new double[] {box.x0(), box.x1()};
    layers.add(Line.level(name, ends, y, x.dates));
    return this;
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

  /// A histogram for each group, one above the other on one x axis: the activations or the
  /// gradients of each layer of a network. Each ridge is as high as its fullest bin; the
  /// description gives mean, standard deviation and the share of zeros.
  ///
  /// @param groups values by name, the first on top
  public Plot ridges(Map<String, ?> groups) {
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("Plot.ridges needs at least one group of values");
    }
    var names = List.copyOf(new ArrayList<>(groups.keySet()));
    layers.add(new Ridges(names, names.stream().map(n -> Numbers.of(groups.get(n))).toList()));
    return this;
  }

  /// A matrix as coloured cells (a heat map), first row on top; `values[row][column]`.
  public Plot cells(double[][] values, Colors colors) {
    return cells(values, colors, "");
  }

  /// A matrix as coloured cells with the values written in, where they have room.
  ///
  /// @param format as in [String#format], for example `"%.2f"` or `"%d"`
  public Plot cells(double[][] values, Colors colors, String format) {
    return cells(values, colors, format, false);
  }

  /// A matrix as coloured cells, colours spaced by factors: for values over several decades.
  public Plot logCells(double[][] values, Colors colors, String format) {
    return cells(values, colors, format, true);
  }

  private Plot cells(double[][] values, Colors colors, String format, boolean log) {
    layers.add(new Cells(Numbers.matrix("cells", values), Scale.over(values, colors, log), format));
    return this;
  }

  /// An attention map: how much each query (row) looks at each key (column). The axes are named,
  /// the colours begin at 0, and the picture grows with the number of tokens.
  ///
  /// @param weights Q rows of K weights
  /// @param queries Q names, strings or numbers
  /// @param keys K names
  public Plot attention(double[][] weights, List<?> queries, List<?> keys) {
    var w = Numbers.matrix("attention", weights);
    if (queries.size() != w.length || keys.size() != w[0].length) {
      throw new IllegalArgumentException(
          "Plot.attention: weights of %d × %d need %1$d queries and %2$d keys, but %d and %d came"
              .formatted(w.length, w[0].length, queries.size(), keys.size()));
    }
    var high = Arrays.stream(w).flatMapToDouble(Arrays::stream).filter(Double::isFinite).max();
    layers.add(new Cells(w, new Scale(0, high.orElse(1), false, Colors.VIRIDIS), ""));
    xTicks(keys).yTicks(queries).xLabel("key").yLabel("query");
    return size(
        Math.clamp(150 + 34L * keys.size(), 320, 640),
        Math.clamp(130 + 28L * queries.size(), 260, 560));
  }

  /// The bands of a function of two variables.
  public Plot contour(DoubleBinaryOperator f, double x0, double x1, double y0, double y1) {
    var box = Contour.box(x0, x1, y0, y1);
    return contour(Contour.sample(f, box), box, false);
  }

  /// The bands of a positive function of two variables, spaced by factors: for narrow valleys.
  public Plot logContour(DoubleBinaryOperator f, double x0, double x1, double y0, double y1) {
    var box = Contour.box(x0, x1, y0, y1);
    return contour(Contour.sample(f, box), box, true);
  }

  /// The bands of samples on a regular grid: a loss landscape that took long to compute.
  ///
  /// @param z `z[row][column]`, the first row at `y0`, the first column at `x0`; at least 2 × 2
  public Plot contour(double[][] z, double x0, double x1, double y0, double y1) {
    var samples = Numbers.matrix("contour", z);
    if (samples.length < 2 || samples[0].length < 2) {
      throw new IllegalArgumentException(
          "Plot.contour needs at least 2 × 2 samples, not %d × %d"
              .formatted(samples.length, samples[0].length));
    }
    return contour(samples, Contour.box(x0, x1, y0, y1), false);
  }

  private Plot contour(double[][] z, Bounds box, boolean log) {
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
    x.ticks = Axis.names(names);
    return this;
  }

  /// Names rows from the top down, as [#xTicks] does.
  public Plot yTicks(Object... names) {
    y.ticks = Axis.names(names).reversed();
    return this;
  }

  /// Names the colour bar.
  public Plot colorLabel(String label) {
    colorLabel = label;
    return this;
  }

  /// The size on the page, in CSS pixels; 640 × 360 unless said.
  public Plot size(int width, int height) {
    if (width < 120 || height < 90 || width > 4000 || height > 4000) {
      throw new IllegalArgumentException(
          "Plot.size needs 120 × 90 to 4000 × 4000 CSS pixels, not " + width + " × " + height);
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
    return Figure.image(width, height, density, this::paint);
  }

  /// Paints the plot, for a figure of several.
  ///
  /// @param g works in CSS pixels, the plot's upper left corner at its origin
  public void paint(Graphics2D g) {
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
    return Figure.bundle(width, height, this::paint, describe());
  }

  @Override
  public String toString() {
    return describe();
  }

  private Plot add(String name, Object xs, Object ys, Line.Style style, Color color) {
    var a = Numbers.of(xs);
    var b = Numbers.of(ys);
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "Plot: \"%s\" needs as many x as y, but came %d x and %d y"
              .formatted(name, a.length, b.length));
    }
    dated(name, a.length, Dates.are(xs));
    layers.add(new Line(name, a, b, x.dates, style, color, Colors.dash(nextColor - 1)));
    return this;
  }

  /// All abscissas are dates, or none.
  private void dated(String name, int points, boolean dates) {
    var others = layers.stream().filter(l -> !(l instanceof Line line && line.isEmpty()));
    if (points > 0 && dates != x.dates && others.findAny().isPresent()) {
      throw new IllegalArgumentException(
          "Plot: \"%s\" has %s as x, but what was added before has %s"
              .formatted(name, dates ? "dates" : "numbers", dates ? "numbers" : "dates"));
    }
    x.dates |= dates;
  }

  private Color color() {
    return Colors.series(nextColor++);
  }
}
