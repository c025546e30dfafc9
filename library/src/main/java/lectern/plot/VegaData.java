package lectern.plot;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import lectern.tensor.Tensor;

/// Data as columns of equal length, whatever they came as.
///
/// @param columns values by name; a missing value is null
record VegaData(Map<String, List<Object>> columns) {

  private static final MathContext DIGITS = new MathContext(7);

  /// @throws IllegalArgumentException if there are no columns, or their lengths differ
  static VegaData of(Object data) {
    var columns =
        switch (data) {
          case Map<?, ?> map -> byColumn(map);
          case Collection<?> rows -> byRow(rows);
          case Object[] rows -> byRow(Arrays.asList(rows));
          case Tensor tensor -> byTensor(tensor);
          case null, default -> {
            var isTable = data != null && data.getClass().getName().startsWith("tech.tablesaw.");
            if (!isTable) {
              throw new IllegalArgumentException(
                  "VegaLite takes a Tablesaw table, a list of records or maps, a map of columns or"
                      + " a Tensor, not "
                      + (data == null ? "null" : data.getClass().getSimpleName()));
            }
            yield TablesawColumns.of(data);
          }
        };
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("VegaLite needs data with at least one column");
    }
    var first = columns.entrySet().iterator().next();
    columns.forEach(
        (name, values) -> {
          if (values.size() != first.getValue().size()) {
            throw new IllegalArgumentException(
                "VegaLite needs columns of one length, but \"%s\" has %d values and \"%s\" has %d"
                    .formatted(first.getKey(), first.getValue().size(), name, values.size()));
          }
        });
    return new VegaData(columns);
  }

  private static Map<String, List<Object>> byColumn(Map<?, ?> map) {
    var columns = new LinkedHashMap<String, List<Object>>();
    map.forEach((name, values) -> columns.put(String.valueOf(name), list(values)));
    return columns;
  }

  private static List<Object> list(Object values) {
    if (values instanceof Collection<?> c) {
      return new ArrayList<>(c);
    }
    if (values instanceof Tensor t) {
      return new ArrayList<>(Arrays.stream(t.toDoubles()).boxed().toList());
    }
    if (values != null && values.getClass().isArray()) {
      var list = new ArrayList<>();
      for (int i = 0; i < Array.getLength(values); i++) {
        list.add(Array.get(values, i));
      }
      return list;
    }
    throw new IllegalArgumentException(
        "VegaLite: a column is a list, an array or a Tensor, not "
            + (values == null ? "null" : values.getClass().getSimpleName()));
  }

  private static Map<String, List<Object>> byRow(Collection<?> rows) {
    var columns = new LinkedHashMap<String, List<Object>>();
    int n = 0;
    for (var row : rows) {
      for (var entry : cells(row).entrySet()) {
        var column = columns.computeIfAbsent(entry.getKey(), k -> new ArrayList<>());
        while (column.size() < n) {
          column.add(null);
        }
        column.add(entry.getValue());
      }
      n++;
    }
    for (var column : columns.values()) {
      while (column.size() < n) {
        column.add(null);
      }
    }
    return columns;
  }

  private static Map<String, Object> cells(Object row) {
    var cells = new LinkedHashMap<String, Object>();
    switch (row) {
      case Map<?, ?> map -> map.forEach((k, v) -> cells.put(String.valueOf(k), v));
      case Record r -> {
        for (var component : r.getClass().getRecordComponents()) {
          cells.put(component.getName(), value(r, component));
        }
      }
      case null, default -> cells.put("value", row);
    }
    return cells;
  }

  private static Object value(Record row, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.trySetAccessible();
      return accessor.invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "VegaLite: the component \"%s\" of a %s cannot be read: %s"
              .formatted(
                  component.getName(),
                  row.getClass().getSimpleName(),
                  Objects.requireNonNullElse(e.getCause(), e)),
          e);
    }
  }

  private static Map<String, List<Object>> byTensor(Tensor tensor) {
    var columns = new LinkedHashMap<String, List<Object>>();
    var values = tensor.toDoubles();
    if (tensor.shape().rank() == 1) {
      columns.put("index", new ArrayList<>(IntStream.range(0, values.length).boxed().toList()));
      columns.put("value", list(values));
      return columns;
    }
    if (tensor.shape().rank() != 2) {
      throw new IllegalArgumentException(
          "VegaLite takes a Tensor of shape (N,) or (N, C), not " + tensor.shape());
    }
    var c = tensor.size(1);
    for (int j = 0; j < c; j++) {
      var column = new ArrayList<Object>();
      for (int i = j; i < values.length; i += c) {
        column.add(values[i]);
      }
      columns.put(Integer.toString(j), column);
    }
    return columns;
  }

  int size() {
    return columns.values().iterator().next().size();
  }

  /// As Vega-Lite calls it.
  String type(String column) {
    var known = columns.get(column).stream().filter(Objects::nonNull).limit(1000).toList();
    if (!known.isEmpty() && known.stream().allMatch(Number.class::isInstance)) {
      return "quantitative";
    }
    return !known.isEmpty() && known.stream().allMatch(Temporal.class::isInstance)
        ? "temporal"
        : "nominal";
  }

  /// Whether the values are few and short, so that their names stand side by side.
  boolean isShort(String column) {
    var names = columns.getOrDefault(column, List.of()).stream().map(String::valueOf).distinct();
    var some = names.limit(13).toList();
    return some.size() <= 12 && some.stream().mapToInt(String::length).sum() <= 50;
  }

  /// Which rows are shown when only `limit` may be: some at equal distances.
  int[] rows(int limit) {
    return VegaPicture.spread(size(), limit);
  }

  /// Rows as JSON objects.
  List<Map<String, Object>> values(List<String> kept, int[] rows) {
    var values = new ArrayList<Map<String, Object>>();
    for (var row : rows) {
      var map = new LinkedHashMap<String, Object>();
      for (var name : kept) {
        map.put(name, json(columns.get(name).get(row)));
      }
      values.add(map);
    }
    return values;
  }

  private static Object json(Object value) {
    return switch (value) {
      case null -> null;
      case Double d -> Double.isFinite(d) ? rounded(d) : null;
      case Float f -> Float.isFinite(f) ? rounded(f) : null;
      case Number n -> n;
      case Boolean b -> b;
      default -> value.toString();
    };
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
