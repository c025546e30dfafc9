package lectern.display;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Values with rows and columns as HTML tables: maps, records, lists of records, arrays of arrays.
/// Tags and attributes are those that an untrusted notebook keeps.
final class Tables {

  private static final int ROWS = 60;
  private static final int COLUMNS = 30;
  private static final int CELL = 200;

  private static final Pattern NUMBER =
      Pattern.compile("-?[\\d.]*(E-?\\d+)?|NaN|-?Infinity|…|null");

  private Tables() {}

  /// The table, or empty when the value has no rows and columns.
  static Optional<String> of(Object value) {
    return switch (value) {
      case Record one -> Optional.of(records(List.of(one), one.getClass()));
      case Collection<?> many when isMaps(many) -> Optional.of(maps(many));
      case Collection<?> many -> recordClass(many).map(type -> records(many, type));
      case Map<?, ?> map when !map.isEmpty() -> Optional.of(map(map));
      case Object[] rows when isGrid(rows) -> Optional.of(grid(rows));
      case Record[] many when many.length > 0 -> of(List.of(many));
      default -> Optional.empty();
    };
  }

  private static boolean isMaps(Collection<?> many) {
    int looked = 0;
    for (var element : many) {
      if (!(element instanceof Map<?, ?> map) || map.isEmpty()) {
        return false;
      }
      if (looked++ == ROWS) {
        break;
      }
    }
    return looked > 0;
  }

  /// Maps as rows; a column for each key of the shown ones.
  private static String maps(Collection<?> many) {
    var shown = new ArrayList<Map<?, ?>>();
    var keys = new LinkedHashSet<Object>();
    for (var element : many) {
      if (shown.size() == ROWS) {
        break;
      }
      var map = (Map<?, ?>) element;
      shown.add(map);
      keys.addAll(map.keySet());
    }
    var columns = keys.stream().limit(COLUMNS).toList();
    var heads = new ArrayList<String>();
    columns.forEach(key -> heads.add(Texts.of(key)));
    if (keys.size() > COLUMNS) {
      heads.add("… " + (keys.size() - COLUMNS) + " more");
    }
    var rows = new ArrayList<List<String>>();
    for (var map : shown) {
      var row = new ArrayList<String>();
      columns.forEach(key -> row.add(map.containsKey(key) ? Texts.of(map.get(key)) : ""));
      rows.add(row);
    }
    return table(heads, rows, many.size());
  }

  /// The one record class of the elements, if they have one; the rows shown and one more are asked.
  private static Optional<Class<?>> recordClass(Collection<?> many) {
    Class<?> type = null;
    int looked = 0;
    for (var element : many) {
      if (looked++ > ROWS) {
        break;
      }
      if (!(element instanceof Record) || (type != null && element.getClass() != type)) {
        return Optional.empty();
      }
      type = element.getClass();
    }
    return Optional.ofNullable(type);
  }

  private static String records(Collection<?> many, Class<?> type) {
    var components = type.getRecordComponents();
    var heads = new ArrayList<String>();
    for (var component : components) {
      heads.add(component.getName());
    }
    var rows = new ArrayList<List<String>>();
    for (var record : many) {
      if (rows.size() == ROWS) {
        break;
      }
      var row = new ArrayList<String>();
      for (var component : components) {
        row.add(component(record, component));
      }
      rows.add(row);
    }
    return table(heads, rows, many.size());
  }

  private static String component(Object record, RecordComponent component) {
    try {
      return Texts.of(Texts.component(record, component.getAccessor()));
    } catch (ReflectiveOperationException e) {
      return Failures.text(record, e.getCause() == null ? e : e.getCause());
    }
  }

  private static String map(Map<?, ?> map) {
    var rows = new ArrayList<List<String>>();
    for (var entry : map.entrySet()) {
      if (rows.size() == ROWS) {
        break;
      }
      rows.add(List.of(Texts.of(entry.getKey()), Texts.of(entry.getValue())));
    }
    return table(List.of("key", "value"), rows, map.size());
  }

  private static boolean isGrid(Object[] rows) {
    if (rows.length == 0 || !rows.getClass().getComponentType().isArray()) {
      return false;
    }
    for (var row : rows) {
      if (row == null || row.getClass().getComponentType().isArray()) {
        return false;
      }
    }
    return true;
  }

  private static String grid(Object[] array) {
    var rows = new ArrayList<List<String>>();
    int width = 0;
    for (int i = 0; i < Math.min(ROWS, array.length); i++) {
      int length = Array.getLength(array[i]);
      width = Math.max(width, length);
      var row = new ArrayList<String>();
      row.add(Integer.toString(i));
      for (int j = 0; j < Math.min(COLUMNS, length); j++) {
        row.add(Texts.of(Array.get(array[i], j)));
      }
      if (length > COLUMNS) {
        row.add("…");
      }
      rows.add(row);
    }
    var heads = new ArrayList<String>(List.of(""));
    for (int j = 0; j < Math.min(COLUMNS, width); j++) {
      heads.add(Integer.toString(j));
    }
    if (width > COLUMNS) {
      heads.add("… " + width);
    }
    return table(heads, rows, array.length);
  }

  private static String table(List<String> heads, List<List<String>> rows, int total) {
    var left = new boolean[heads.size()];
    var html = new StringBuilder("<table><thead><tr>");
    for (int i = 0; i < left.length; i++) {
      left[i] = isText(rows, i);
      html.append(cell("th", heads.get(i), left[i]));
    }
    html.append("</tr></thead><tbody>");
    for (var row : rows) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        html.append(cell("td", row.get(i), left[i]));
      }
      html.append("</tr>");
    }
    html.append("</tbody></table>");
    if (total > rows.size()) {
      html.append("<div>").append(rows.size()).append(" of ").append(total).append(" rows</div>");
    }
    return html.toString();
  }

  /// Whether a column holds texts, which stand on the left; numbers stand on the right.
  private static boolean isText(List<List<String>> rows, int column) {
    return rows.stream()
        .filter(row -> column < row.size())
        .map(row -> row.get(column))
        .anyMatch(cell -> !NUMBER.matcher(cell).matches());
  }

  private static String cell(String tag, String text, boolean left) {
    var shown = text.length() > CELL ? text.substring(0, CELL) + "…" : text;
    return "<"
        + tag
        + (left ? " style=\"text-align:left\">" : ">")
        + Html.escape(shown)
        + "</"
        + tag
        + ">";
  }
}
