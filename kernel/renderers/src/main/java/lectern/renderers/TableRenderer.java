package lectern.renderers;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lectern.display.Html;
import lectern.display.MimeBundle;
import lectern.display.Renderer;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.temporal.TemporalColumn;
import tech.tablesaw.table.Relation;

/// Shows a Tablesaw table, a slice of one or a single column as HTML: names, types, the first and
/// last rows, and how many there are.
///
/// A table of at most 20 rows is shown whole, a longer one by its first 10 and last 5; of more than
/// 24 columns the first 16 and last 4. Numbers stand right, with 6 significant digits; missing
/// values are a dash.
public final class TableRenderer implements Renderer {

  private static final int WHOLE = 20;
  private static final int HEAD = 10;
  private static final int TAIL = 5;
  private static final int WIDE = 24;
  private static final int LEFT = 16;
  private static final int RIGHT = 4;
  private static final int LONGEST_CELL = 120;
  private static final int GAP = -1;
  private static final Pattern NO_SECONDS =
      Pattern.compile("(?<=T?\\d\\d:\\d\\d)(:00)?\\.000(?=Z?$)");
  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  /// Fails with a `LinkageError` where Tablesaw is missing.
  public TableRenderer() {
    Library.require("tech.tablesaw.api.Table");
  }

  @Override
  public Optional<MimeBundle> render(Object value) {
    return switch (value) {
      case Relation table -> Optional.of(bundle(table));
      case Column<?> column -> Optional.of(bundle(Table.create(column.copy())));
      default -> Optional.empty();
    };
  }

  private static MimeBundle bundle(Relation table) {
    return MimeBundle.text(text(table)).with(MimeBundle.HTML, html(table));
  }

  private static String html(Relation table) {
    var columns = shown(table.columnCount(), WIDE, LEFT, RIGHT);
    var html = new StringBuilder();
    if (table.name() != null && !table.name().isEmpty()) {
      html.append("<p><strong>").append(Html.escape(table.name())).append("</strong></p>\n");
    }
    html.append("<table>\n");
    html.append("<thead><tr>");
    for (int c : columns) {
      if (c == GAP) {
        html.append("<th>…</th>");
        continue;
      }
      var column = table.column(c);
      html.append("<th style=\"text-align:")
          .append(align(column))
          .append("\">")
          .append(Html.escape(shortened(column.name())))
          .append("<br><small style=\"font-weight:normal; opacity:0.6\">")
          .append(type(column))
          .append("</small></th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (int r : shown(table.rowCount(), WHOLE, HEAD, TAIL)) {
      html.append("<tr>");
      for (int c : columns) {
        var gap = r == GAP || c == GAP;
        html.append("<td style=\"text-align:")
            .append(c == GAP ? "center" : align(table.column(c)))
            .append("\">")
            .append(gap ? "…" : Html.escape(cell(table.column(c), r)))
            .append("</td>");
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table>\n<p><small>")
        .append(size(table))
        .append("</small></p>")
        .toString();
  }

  private static String text(Relation table) {
    var columns = shown(table.columnCount(), WIDE, LEFT, RIGHT);
    var rows = shown(table.rowCount(), WHOLE, HEAD, TAIL);
    var lines = new ArrayList<StringBuilder>();
    for (int i = 0; i < rows.size() + 1; i++) {
      lines.add(new StringBuilder());
    }
    for (int c : columns) {
      var cells = new ArrayList<String>();
      cells.add(c == GAP ? "…" : shortened(table.column(c).name()));
      for (int r : rows) {
        cells.add(r == GAP || c == GAP ? "…" : cell(table.column(c), r));
      }
      var width = cells.stream().mapToInt(String::length).max().orElse(1);
      var right = c != GAP && align(table.column(c)).equals("right");
      for (int i = 0; i < cells.size(); i++) {
        var pad = " ".repeat(width - cells.get(i).length());
        lines.get(i).append(right ? pad + cells.get(i) : cells.get(i) + pad).append("  ");
      }
    }
    var text = new StringBuilder(table.name() == null ? "" : table.name() + "\n");
    lines.forEach(line -> text.append(line.toString().stripTrailing()).append('\n'));
    return text.append(size(table)).toString();
  }

  private static String size(Relation table) {
    return String.format(
        Locale.ROOT,
        "%,d %s × %d %s",
        table.rowCount(),
        table.rowCount() == 1 ? "row" : "rows",
        table.columnCount(),
        table.columnCount() == 1 ? "column" : "columns");
  }

  /// Indices to show, with [#GAP] where some are left out.
  private static List<Integer> shown(int count, int whole, int first, int last) {
    if (count <= whole) {
      return IntStream.range(0, count).boxed().toList();
    }
    return IntStream.concat(
            IntStream.concat(IntStream.range(0, first), IntStream.of(GAP)),
            IntStream.range(count - last, count))
        .boxed()
        .toList();
  }

  private static String align(Column<?> column) {
    return column instanceof NumericColumn ? "right" : "left";
  }

  private static String type(Column<?> column) {
    ColumnType type = column.type();
    return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String cell(Column<?> column, int row) {
    if (column.isMissing(row)) {
      return "–";
    }
    var text = column.getString(row);
    if (column instanceof DoubleColumn d) {
      var value = d.getDouble(row);
      text = text.equals(DoubleColumn.create("", value).getString(0)) ? rounded(value) : text;
    } else if (column instanceof FloatColumn f) {
      var value = f.getFloat(row);
      text = text.equals(FloatColumn.create("", value).getString(0)) ? rounded(value) : text;
    }
    if (column instanceof TemporalColumn<?> || column instanceof TimeColumn) {
      text = NO_SECONDS.matcher(text).replaceFirst("");
    }
    return shortened(text);
  }

  /// One line of at most so many characters; a line break is shown as `↵`.
  private static String shortened(String text) {
    var line = LINE_BREAK.matcher(text).replaceAll("↵").replace('\t', ' ');
    if (line.length() <= LONGEST_CELL) {
      return line;
    }
    var end = Character.isHighSurrogate(line.charAt(LONGEST_CELL - 2)) ? 2 : 1;
    return line.substring(0, LONGEST_CELL - end) + "…";
  }

  private static String rounded(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : String.valueOf(value);
    }
    var short6 = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    var exponent = short6.precision() - short6.scale() - 1;
    return exponent < -4 || exponent > 9
        ? short6.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent
        : short6.toPlainString();
  }
}
