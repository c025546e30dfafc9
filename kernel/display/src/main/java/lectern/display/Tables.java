package lectern.display;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values with rows and columns as HTML tables: maps, records, lists of records, arrays of arrays.
/// Tags and attributes are those that an untrusted notebook keeps.
final class Tables {

  private static final int ROWS = 60;
  private static final int COLUMNS = 30;
  private static final int CELL = 200;

  private Tables() {}

  /// The table, or empty when the value has no rows and columns.
  static Optional<String> of(Object value) {
    return switch (value) {
      case Record one -> Optional.of(records(List.of(one), one.getClass()));
      case Collection<?> many -> recordClass(many).map(type -> records(many, type));
      case Map<?, ?> map when !map.isEmpty() -> Optional.of(map(map));
      case Object[] rows when isGrid(rows) -> Optional.of(grid(rows));
      case Record[] many when many.length > 0 -> of(List.of(many));
      default -> Optional.empty();
    };
  }

  /// The one record class of all elements, if they have one.
  private static Optional<Class<?>> recordClass(Collection<?> many) {
    Class<?> type = null;
    for (var element : many) {
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
      var accessor = component.getAccessor();
      accessor.trySetAccessible();
      return Texts.of(accessor.invoke(record));
    } catch (InvocationTargetException e) {
      Failures.passOn(e.getCause());
      return Failures.text(record, e.getCause());
    } catch (IllegalAccessException e) {
      return "?";
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
    var html = new StringBuilder("<table><thead><tr>");
    heads.forEach(head -> html.append("<th>").append(Html.escape(head)).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (var row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(cell(cell)).append("</td>"));
      html.append("</tr>");
    }
    html.append("</tbody></table>");
    if (total > rows.size()) {
      html.append("<div>").append(rows.size()).append(" of ").append(total).append(" rows</div>");
    }
    return html.toString();
  }

  private static String cell(String text) {
    return Html.escape(text.length() > CELL ? text.substring(0, CELL) + "…" : text);
  }
}
