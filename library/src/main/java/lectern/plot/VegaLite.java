package lectern.plot;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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

  private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";
  private static final int LIMIT = 5000;

  /// Axes need not begin at zero, but for bars and areas.
  private static final List<String> FREE_AXES = List.of("x", "y");

  private static final List<String> FREE_MARKS = List.of("point", "line");

  private final VegaData data;
  private final Map<String, Object> extra = new LinkedHashMap<>();
  private final Map<String, List<String>> channels = new LinkedHashMap<>();
  private final List<String> logs = new ArrayList<>();
  private String mark = "point";
  private String title = "";
  private int width;
  private int height;
  private int limit = LIMIT;
  private boolean interactive;

  private VegaLite(VegaData data) {
    this.data = data;
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
    mark = name;
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
    for (var field : fields) {
      parse(field);
    }
    channels.put(channel, List.of(fields));
    return this;
  }

  /// Makes the x axis logarithmic.
  public VegaLite logX() {
    logs.add("x");
    return this;
  }

  /// Makes the y axis logarithmic.
  public VegaLite logY() {
    logs.add("y");
    return this;
  }

  /// Zooms with the wheel and moves with the mouse; a double click goes back.
  public VegaLite interactive() {
    interactive = true;
    return this;
  }

  /// The text above the chart.
  public VegaLite title(String title) {
    this.title = title;
    return this;
  }

  /// The size of the chart, or of each facet, in CSS pixels; 520 × 300 unless said, facets 230 ×
  /// 170.
  public VegaLite size(int width, int height) {
    if (width < 20 || height < 20 || width > 4000 || height > 4000) {
      throw new IllegalArgumentException(
          "VegaLite.size needs 20 × 20 to 4000 × 4000 CSS pixels, not " + width + " × " + height);
    }
    this.width = width;
    this.height = height;
    return this;
  }

  /// How many rows the notebook keeps; 5,000 unless said. Of more, every second, third, … is taken,
  /// and the chart says so.
  public VegaLite limit(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("VegaLite.limit needs at least one row, not " + rows);
    }
    limit = rows;
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
      join(extra, parsed);
      return this;
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(
          "VegaLite.merge needs a JSON object, but this is none: " + e.getMessage(), e);
    }
  }

  private static void join(Map<String, Object> base, Map<?, ?> over) {
    over.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> more) {
            var own = new LinkedHashMap<String, Object>();
            if (base.get(key) instanceof Map<?, ?> old) {
              join(own, old);
            }
            join(own, more);
            base.put((String) key, own);
          } else {
            base.put((String) key, value);
          }
        });
  }

  private VegaField parse(String text) {
    return VegaField.parse(text, data);
  }

  private Map<String, Object> encoding(String channel, String text) {
    var field = parse(text);
    var isFree = FREE_AXES.contains(channel) && FREE_MARKS.contains(mark);
    var map = field.encoding(channel, logs.contains(channel), isFree);
    if (channel.equals("x") && data.isShort(field.column()) && !field.isQuantitative()) {
      map.put("axis", Map.of("labelAngle", 0));
    }
    return map;
  }

  /// The whole specification, data included.
  public Map<String, Object> spec() {
    var spec = new LinkedHashMap<String, Object>();
    spec.put("$schema", SCHEMA);
    var rows = data.rows(limit);
    var note = rows.length < data.size() ? cut(rows.length) : "";
    if (!title.isEmpty() || !note.isEmpty()) {
      spec.put("title", Map.of("text", title, "subtitle", note, "anchor", "start"));
    }
    var facets = channels.containsKey("facet");
    spec.put("width", width > 0 ? width : facets ? 230 : 520);
    spec.put("height", height > 0 ? height : facets ? 170 : 300);
    var filled = mark.equals("point") ? Map.<String, Object>of("filled", true, "size", 45) : null;
    var type = new LinkedHashMap<String, Object>(Map.of("type", mark, "tooltip", true));
    if (filled != null) {
      type.putAll(filled);
    }
    spec.put("mark", type);
    var encodings = new LinkedHashMap<String, Object>();
    channels.forEach(
        (channel, fields) -> {
          var all = fields.stream().map(f -> encoding(channel, f)).toList();
          encodings.put(channel, channel.equals("tooltip") ? all : all.getFirst());
        });
    spec.put("encoding", encodings);
    if (interactive) {
      spec.put("params", List.of(Map.of("name", "zoom", "select", "interval", "bind", "scales")));
    }
    spec.put("config", VegaTheme.config());
    join(spec, extra);
    var used =
        channels.values().stream()
            .flatMap(List::stream)
            .map(f -> parse(f).column())
            .filter(c -> !c.isEmpty())
            .distinct()
            .toList();
    // Merged JSON may name any column.
    var kept = extra.isEmpty() ? used : List.copyOf(data.columns().keySet());
    spec.putIfAbsent("data", Map.of("values", data.values(kept, rows)));
    return spec;
  }

  private String cut(int rows) {
    return String.format(Locale.ROOT, "%,d of %,d rows", rows, data.size());
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
    var parts =
        channels.entrySet().stream()
            .map(
                e ->
                    e.getKey()
                        + ": "
                        + e.getValue().stream()
                            .map(f -> parse(f).text() + " (" + parse(f).type() + ")")
                            .collect(Collectors.joining(", ")))
            .collect(Collectors.joining("\n  "));
    var rows = data.rows(limit).length;
    var size = rows < data.size() ? cut(rows) : String.format(Locale.ROOT, "%,d rows", data.size());
    return "%sVega-Lite chart of %s, mark %s\n  %s"
        .formatted(title.isEmpty() ? "" : title + "\n", size, mark, parts)
        .strip();
  }

  @Override
  public MimeBundle toMimeBundle() {
    if (!channels.containsKey("x") && !channels.containsKey("y")) {
      throw new IllegalStateException(
          "VegaLite has nothing to draw; say what stands where with x(…) or y(…); columns are "
              + data.columns().keySet());
    }
    var bundle = MimeBundle.text(describe()).with(MIME, spec());
    var plot = VegaPicture.of(this);
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

  // What the picture for other readers needs.

  String mark() {
    return mark;
  }

  VegaData data() {
    return data;
  }

  String titleText() {
    return title;
  }

  boolean isLog(String channel) {
    return logs.contains(channel);
  }

  boolean isMerged() {
    return !extra.isEmpty();
  }

  /// The plain column of a channel, or null when there is none or it is aggregated.
  String column(String channel) {
    var fields = channels.get(channel);
    if (fields == null) {
      return null;
    }
    var field = parse(fields.getFirst());
    return field.function().isEmpty() ? field.column() : null;
  }

  boolean has(String channel) {
    return channels.containsKey(channel);
  }

  String type(String channel) {
    return parse(channels.get(channel).getFirst()).type();
  }
}
