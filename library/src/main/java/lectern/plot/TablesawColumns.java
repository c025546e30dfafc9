package lectern.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;

/// The columns of a Tablesaw table. Only this class knows Tablesaw, so that charts work without it.
final class TablesawColumns {

  private TablesawColumns() {}

  static Map<String, List<Object>> of(Object value) {
    if (!(value instanceof Table table)) {
      throw new IllegalArgumentException(
          "VegaLite takes a whole Tablesaw table, not a " + value.getClass().getSimpleName());
    }
    var columns = new LinkedHashMap<String, List<Object>>();
    for (var column : table.columns()) {
      var values = new ArrayList<Object>();
      for (int row = 0; row < column.size(); row++) {
        values.add(column.isMissing(row) ? null : column.get(row));
      }
      columns.put(column.name(), values);
    }
    return columns;
  }
}
