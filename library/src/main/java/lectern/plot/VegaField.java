package lectern.plot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// One field of a [VegaLite] chart as the user wrote it.
///
/// @param function `mean`, `bin`, …; or empty
/// @param column a column's name; empty for `count()`
/// @param type as Vega-Lite calls it
record VegaField(String function, String column, String type) {

  private static final Pattern FIELD =
      Pattern.compile("(?:([a-z]+)\\((.*)\\)|(.*?))(?::([QNOT]))?");
  private static final Map<String, String> TYPES =
      Map.of("Q", "quantitative", "N", "nominal", "O", "ordinal", "T", "temporal");

  static VegaField parse(String text, VegaData data) {
    // A column's own name may look like anything.
    if (data.columns().containsKey(text)) {
      return new VegaField("", text, data.type(text));
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
    return new VegaField(function, column, type);
  }

  String text() {
    return function.isEmpty() ? column : function + "(" + column + ")";
  }

  boolean isQuantitative() {
    return type.equals("quantitative");
  }

  /// What the specification says about it.
  ///
  /// @param log true spaces values by factors
  /// @param free true lets the axis begin elsewhere than at zero
  Map<String, Object> encoding(String channel, boolean log, boolean free) {
    var map = new LinkedHashMap<String, Object>();
    if (!column.isEmpty()) {
      map.put("field", column.replaceAll("([.\\[\\]\\\\'\"])", "\\\\$1"));
    }
    map.put("type", type);
    if (function.equals("bin")) {
      map.put("bin", Map.of("maxbins", 30));
    } else if (!function.isEmpty()) {
      map.put("aggregate", function);
    }
    map.put("title", function.equals("bin") ? column : text());
    if (log) {
      map.put("scale", Map.of("type", "log"));
    } else if (isQuantitative() && free) {
      map.put("scale", Map.of("zero", false));
    }
    if (type.equals("nominal") && !channel.equals("tooltip")) {
      map.put("sort", null); // as the rows come, not by the alphabet
    }
    if (channel.equals("facet")) {
      map.put("columns", 3);
    }
    return map;
  }
}
