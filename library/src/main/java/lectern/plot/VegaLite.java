package lectern.plot;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import java.util.List;
import java.util.Map;
import lectern.display.Displayable;
import lectern.display.MimeBundle;
import lectern.display.Png;

/// A Vega-Lite chart: JupyterLab draws it with tooltips and zoom, without an extension.
///
/// ```java
/// VegaLite.of(runs).point().x("lr").y("loss").color("optimizer").tooltip("name").logX().interactive()
/// VegaLite.of(runs).bar().x("optimizer").y("mean(accuracy)")
/// VegaLite.of(Map.of("weight", weights)).bar().x("bin(weight)").y("count()")
/// ```
///
/// Data may be a Tablesaw table, a list of records or of maps, a map of columns, or a
/// [Tensor][lectern.tensor.Tensor] of shape (N,) with columns `index` and `value`, or (N, C) with
/// columns `0` to `C−1`. A field is written as in Altair: `name`, `name:Q`, `mean(name)`,
/// `bin(name)` or `count()`, where Q is quantitative, N nominal, O ordinal and T temporal; without
/// a letter numbers are quantitative, dates temporal and all else nominal.
///
/// The notebook keeps the columns that are used, numbers with seven digits. A chart of points,
/// lines or bars that [Plot] can draw too has a picture beside it for readers without Vega-Lite.
/// Reference: <https://vega.github.io/vega-lite/docs/>, version 5.
public final class VegaLite implements Displayable {

  /// The MIME type that JupyterLab knows.
  public static final String MIME = "application/vnd.vegalite.v5+json";

  private final VegaSpec spec;

  private VegaLite(VegaData data) {
    spec = new VegaSpec(data);
  }

  /// A chart of points, until another mark is chosen.
  ///
  /// @throws IllegalArgumentException if the data have no columns, or columns of different lengths
  public static VegaLite of(Object data) {
    return new VegaLite(VegaData.of(data));
  }

  /// Draws a dot for each row.
  public VegaLite point() {
    return mark("point");
  }

  /// Joins rows, ordered by x.
  public VegaLite line() {
    return mark("line");
  }

  /// Draws bars.
  public VegaLite bar() {
    return mark("bar");
  }

  /// Fills the area below a line.
  public VegaLite area() {
    return mark("area");
  }

  /// Draws boxes: a heat map with nominal or binned x and y.
  public VegaLite rect() {
    return mark("rect");
  }

  /// Draws straight lines through the whole chart.
  public VegaLite rule() {
    return mark("rule");
  }

  private VegaLite mark(String name) {
    spec.mark = name;
    return this;
  }

  /// What stands on the x axis.
  public VegaLite x(String field) {
    return encode("x", field);
  }

  /// What stands on the y axis.
  public VegaLite y(String field) {
    return encode("y", field);
  }

  /// What the colour tells.
  public VegaLite color(String field) {
    return encode("color", field);
  }

  /// What the size of a mark tells.
  public VegaLite size(String field) {
    return encode("size", field);
  }

  /// One small chart for each value.
  public VegaLite facet(String field) {
    return encode("facet", field);
  }

  /// What a mark says when the mouse is over it; without it, what x, y, colour and size show.
  public VegaLite tooltip(String... fields) {
    return encode("tooltip", fields);
  }

  private VegaLite encode(String channel, String... fields) {
    spec.encode(channel, List.of(fields));
    return this;
  }

  /// Makes the x axis logarithmic.
  public VegaLite logX() {
    spec.logs.add("x");
    return this;
  }

  /// Makes the y axis logarithmic.
  public VegaLite logY() {
    spec.logs.add("y");
    return this;
  }

  /// Zooms with the wheel and moves with the mouse; a double click goes back.
  public VegaLite interactive() {
    spec.interactive = true;
    return this;
  }

  /// The text above the chart.
  public VegaLite title(String title) {
    spec.title = title;
    return this;
  }

  /// The size of the chart, or of each facet, in CSS pixels; 520 × 300 unless said, facets 230 ×
  /// 170.
  public VegaLite size(int width, int height) {
    if (width < 20 || height < 20 || width > 4000 || height > 4000) {
      throw new IllegalArgumentException(
          "VegaLite.size needs 20 × 20 to 4000 × 4000 CSS pixels, not " + width + " × " + height);
    }
    spec.width = width;
    spec.height = height;
    return this;
  }

  /// How many rows the notebook keeps; 5,000 unless said. Of more, every second, third, … is taken,
  /// and the chart says so.
  public VegaLite limit(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("VegaLite.limit needs at least one row, not " + rows);
    }
    spec.limit = rows;
    return this;
  }

  /// Lays JSON over the specification: objects are joined, all else is replaced. For what this
  /// class has no method for: `merge("{'mark': {'type': 'bar', 'cornerRadius': 4}}")`.
  ///
  /// @throws IllegalArgumentException if it is no JSON object
  public VegaLite merge(String json) {
    try {
      var parsed = new Gson().fromJson(json, Map.class);
      if (parsed == null) {
        throw new JsonSyntaxException("it is empty");
      }
      spec.merge(parsed);
      return this;
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(
          "VegaLite.merge needs a JSON object, but this is none: " + e.getMessage(), e);
    }
  }

  /// The whole specification, data included.
  public Map<String, Object> spec() {
    return spec.made();
  }

  /// The specification as text, for the Vega editor or a paper's web page.
  public String json() {
    return new GsonBuilder()
        .setPrettyPrinting()
        .disableHtmlEscaping()
        .serializeNulls()
        .create()
        .toJson(spec());
  }

  /// What the chart shows, in words.
  public String describe() {
    return spec.describe();
  }

  @Override
  public MimeBundle toMimeBundle() {
    if (!spec.has("x") && !spec.has("y")) {
      throw new IllegalStateException(
          "VegaLite has nothing to draw; say what stands where with x(…) or y(…); columns are "
              + spec.data.columns().keySet());
    }
    var bundle = MimeBundle.text(describe()).with(MIME, spec());
    var plot = VegaPicture.of(spec);
    if (plot == null) {
      return bundle;
    }
    var picture = Png.bundle(plot.image(2), "");
    return bundle
        .with(MimeBundle.PNG, picture.data().get(MimeBundle.PNG))
        .withMetadata(MimeBundle.PNG, Map.of("width", plot.width(), "height", plot.height()));
  }

  @Override
  public String toString() {
    return describe();
  }
}
