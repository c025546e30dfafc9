package lectern.plot;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
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
  private static final Pattern FIELD =
      Pattern.compile("(?:([a-z]+)\\((.*)\\)|(.*?))(?::([QNOT]))?");
  private static final Map<String, String> TYPES =
      Map.of("Q", "quantitative", "N", "nominal", "O", "ordinal", "T", "temporal");

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

  /// One field as the user wrote it.
  ///
  /// @param function `mean`, `bin`, …; or empty
  /// @param column a column's name; empty for `count()`
  /// @param type as Vega-Lite calls it
  private record Field(String function, String column, String type) {

    String text() {
      return function.isEmpty() ? column : function + "(" + column + ")";
    }
  }

  private Field parse(String text) {
    // A column's own name may look like anything.
    if (data.columns().containsKey(text)) {
      return new Field("", text, data.type(text));
    }
    var parts = FIELD.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("VegaLite: no field can be read from \"" + text + "\"");
    }
    var function = parts.group(1) == null ? "" : parts.group(1);
    var column = parts.group(1) == null ? parts.group(3) : parts.group(2);
    if (!data.columns().containsKey(column) && !(function.equals("count") && column.isEmpty())) {
      throw new IllegalArgumentException(
          "VegaLite: there is no column \"%s\"; there are %s"
              .formatted(column, data.columns().keySet()));
    }
    var type =
        parts.group(4) != null
            ? TYPES.get(parts.group(4))
            : function.isEmpty() ? data.type(column) : "quantitative";
    return new Field(function, column, type);
  }

  private Map<String, Object> encoding(String channel, Field field) {
    var map = new LinkedHashMap<String, Object>();
    if (!field.column.isEmpty()) {
      map.put("field", field.column.replaceAll("([.\\[\\]\\\\'\"])", "\\\\$1"));
    }
    map.put("type", field.type);
    if (field.function.equals("bin")) {
      map.put("bin", Map.of("maxbins", 30));
    } else if (!field.function.isEmpty()) {
      map.put("aggregate", field.function);
    }
    map.put("title", field.function.equals("bin") ? field.column : field.text());
    if (logs.contains(channel)) {
      map.put("scale", Map.of("type", "log"));
    } else if (field.type.equals("quantitative") && isFree(channel)) {
      map.put("scale", Map.of("zero", false));
    }
    if (field.type.equals("nominal") && !channel.equals("tooltip")) {
      map.put("sort", null); // as the rows come, not by the alphabet
    }
    if (channel.equals("x") && data.isShort(field.column) && !field.type.equals("quantitative")) {
      map.put("axis", Map.of("labelAngle", 0));
    }
    if (channel.equals("facet")) {
      map.put("columns", 3);
    }
    return map;
  }

  /// Whether an axis need not begin at zero: bars and areas must.
  private boolean isFree(String channel) {
    return (channel.equals("x") || channel.equals("y"))
        && (mark.equals("point") || mark.equals("line"));
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
          var all = fields.stream().map(f -> encoding(channel, parse(f))).toList();
          encodings.put(channel, channel.equals("tooltip") ? all : all.getFirst());
        });
    spec.put("encoding", encodings);
    if (interactive) {
      spec.put("params", List.of(Map.of("name", "zoom", "select", "interval", "bind", "scales")));
    }
    spec.put("config", config());
    join(spec, extra);
    var used =
        channels.values().stream()
            .flatMap(List::stream)
            .map(f -> parse(f).column)
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

  /// Readable on light and dark pages, in the colours of [Plot].
  private static Map<String, Object> config() {
    var ink = "#7a7a7a";
    var grid = "rgba(128,128,128,0.22)";
    return Map.of(
        "background",
        "transparent",
        "view",
        Map.of("stroke", "transparent"),
        "axis",
        Map.of(
            "labelColor",
            ink,
            "titleColor",
            ink,
            "gridColor",
            grid,
            "domainColor",
            grid,
            "tickColor",
            grid,
            "titleFontWeight",
            "normal"),
        "legend",
        Map.of(
            "labelColor",
            ink,
            "titleColor",
            ink,
            "symbolBaseFillColor",
            ink,
            "symbolBaseStrokeColor",
            ink),
        "header",
        Map.of("labelColor", ink, "titleColor", ink),
        "title",
        Map.of("color", ink, "subtitleColor", ink),
        "range",
        Map.of(
            "category",
            Colors.SERIES.stream()
                .map(c -> String.format("#%06x", c.getRGB() & 0xffffff))
                .toList()));
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
                            .map(f -> parse(f).text() + " (" + parse(f).type + ")")
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
    return field.function.isEmpty() ? field.column : null;
  }

  boolean has(String channel) {
    return channels.containsKey(channel);
  }

  String type(String channel) {
    return parse(channels.get(channel).getFirst()).type;
  }
}
