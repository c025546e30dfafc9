package lectern.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a [VegaLite] chart has been told, and the specification that comes of it.
final class VegaSpec {

  private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";
  private static final int LIMIT = 5000;

  /// Axes need not begin at zero, but for bars and areas.
  private static final List<String> FREE_AXES = List.of("x", "y");

  private static final List<String> FREE_MARKS = List.of("point", "line");

  final VegaData data;
  final List<String> logs = new ArrayList<>();
  String mark = "point";
  String title = "";
  int width;
  int height;
  int limit = LIMIT;
  boolean interactive;
  private final Map<String, Object> extra = new LinkedHashMap<>();
  private final Map<String, List<String>> channels = new LinkedHashMap<>();

  VegaSpec(VegaData data) {
    this.data = data;
  }

  /// Puts fields on a channel.
  ///
  /// @throws IllegalArgumentException if the data have no such column
  void encode(String channel, List<String> fields) {
    fields.forEach(this::parse);
    channels.put(channel, fields);
  }

  /// Lays JSON over what is made: objects are joined, all else is replaced.
  void merge(Map<?, ?> json) {
    join(extra, json);
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
  Map<String, Object> made() {
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

  /// What the chart shows, in words.
  String describe() {
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
