package lectern.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lectern.display.MimeBundle;

/// How a tensor shows itself: a table of its values when there are few, statistics when there are
/// many.
final class TensorView {

  private static final int ROWS = 10;
  private static final int COLUMNS = 12;
  private static final long SAMPLE = 1_000_000;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private TensorView() {}

  static MimeBundle of(Tensor x) {
    var bundle = MimeBundle.text(text(x));
    if (hasValues(x) && TensorImages.isPictures(x)) {
      return TensorImages.add(bundle, x);
    }
    boolean table = hasValues(x) && (x.rank() <= 2 || isSmall(x));
    return table ? bundle.with(MimeBundle.HTML, html(x)) : bundle;
  }

  private static boolean isSmall(Tensor x) {
    return x.size() <= ROWS * COLUMNS;
  }

  /// A matrix of a tensor, and where it is in it.
  private record Page(String label, Tensor rows) {}

  /// The matrices to show: one, or all of a small tensor of more dimensions.
  private static List<Page> pages(Tensor x) {
    if (x.rank() <= 2) {
      return List.of(new Page("", matrix(x)));
    }
    if (!isSmall(x)) {
      return List.of();
    }
    var stack = x.reshape(-1, x.size(-2), x.size(-1));
    var pages = new ArrayList<Page>();
    for (int i = 0; i < stack.size(0); i++) {
      var label = new StringBuilder();
      for (int d = x.rank() - 3, rest = i; d >= 0; rest /= x.size(d--)) {
        label.insert(0, rest % x.size(d) + ", ");
      }
      pages.add(new Page("(" + label + "…)", stack.select(0, i)));
    }
    return pages;
  }

  private static boolean hasValues(Tensor x) {
    return x.backend().hasValues();
  }

  /// The first line: what it is.
  private static String title(Tensor x) {
    var text = new StringBuilder("Tensor ");
    if (x.name() != null) {
      text.append(x.name()).append(' ');
    }
    text.append(x.shape()).append(' ').append(x.dtype());
    var backend = x.array().storage().backend().name();
    if (!backend.equals("cpu")) {
      text.append(" on ").append(backend);
    }
    if (x.op() != null) {
      text.append(", made by ").append(x.op().name());
    } else if (x.requiresGrad()) {
      text.append(", requires grad");
    }
    return text.toString();
  }

  /// What a tensor was whose memory is gone.
  static String freed(Tensor x) {
    return "Tensor " + (x.name() == null ? "" : x.name() + " ") + x.shape() + " " + x.dtype();
  }

  static String text(Tensor x) {
    if (!hasValues(x) || x.size() == 0) {
      return title(x);
    }
    if (x.rank() == 0) {
      return title(x) + ": " + number(x, x.detach().item());
    }
    var text = new StringBuilder(title(x));
    for (var page : pages(x.detach())) {
      text.append(page.label.isEmpty() ? "" : "\n" + page.label);
      appendRows(text, page.rows);
    }
    if (!isSmall(x)) {
      text.append('\n').append(statistics(x));
    }
    return text.toString();
  }

  private static void appendRows(StringBuilder text, Tensor rows) {
    int count = Math.min(rows.size(0), ROWS);
    int columns = Math.min(rows.size(1), COLUMNS);
    var corner = corner(rows, count, columns);
    for (int i = 0; i < count; i++) {
      text.append('\n');
      for (int j = 0; j < columns; j++) {
        text.append(String.format(Locale.ROOT, "%12s", number(rows, corner[i * columns + j])));
      }
      text.append(columns < rows.size(1) ? "  …" : "");
    }
    text.append(count < rows.size(0) ? "\n           …" : "");
  }

  private static Tensor matrix(Tensor x) {
    return x.rank() == 0 ? x.reshape(1, 1) : x.rank() == 1 ? x.unsqueeze(0) : x;
  }

  /// The values shown, row by row.
  private static double[] corner(Tensor rows, int count, int columns) {
    return rows.slice(0, 0, count).slice(1, 0, columns).toDoubles();
  }

  private static String html(Tensor x) {
    var html = new StringBuilder("<div><code>").append(escape(title(x))).append("</code>");
    if (x.size() == 0) {
      return html.append("</div>").toString();
    }
    for (var page : pages(x.detach())) {
      html.append(page.label.isEmpty() ? "" : "<div>" + page.label + "</div>");
      appendTable(html, page.rows);
    }
    if (!isSmall(x)) {
      html.append("<small>").append(statistics(x)).append("</small>");
    }
    return html.append("</div>").toString();
  }

  private static void appendTable(StringBuilder html, Tensor rows) {
    int count = Math.min(rows.size(0), ROWS);
    int columns = Math.min(rows.size(1), COLUMNS);
    var corner = corner(rows, count, columns);
    html.append("<table>");
    for (int i = 0; i < count; i++) {
      html.append("<tr>");
      for (int j = 0; j < columns; j++) {
        html.append("<td style=\"text-align:right\">")
            .append(number(rows, corner[i * columns + j]));
        html.append("</td>");
      }
      html.append(columns < rows.size(1) ? "<td>…</td></tr>" : "</tr>");
    }
    html.append(count < rows.size(0) ? "<tr><td>…</td></tr></table>" : "</table>");
  }

  private static String statistics(Tensor x) {
    int step = (int) ((x.size() + SAMPLE - 1) / SAMPLE);
    var values = every(x.detach(), step).toDoubles();
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    int zeros = 0;
    int wrong = 0;
    for (double v : values) {
      sum += v;
      min = Math.min(min, v);
      max = Math.max(max, v);
      zeros += v == 0 ? 1 : 0;
      wrong += Double.isFinite(v) ? 0 : 1;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double v : values) {
      squares += (v - mean) * (v - mean);
    }
    double deviation = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
    return String.format(
        Locale.ROOT,
        "min %.4g  mean %.4g  max %.4g  std %.4g  %s  zeros %d of %d%s%s",
        min,
        mean,
        max,
        deviation,
        histogram(values, min, max),
        zeros,
        values.length,
        wrong == 0 ? "" : "  not finite: " + wrong,
        step == 1 ? "" : "  (1 in " + step + " looked at)");
  }

  /// Of a large tensor every so many-th row, or element where there are few rows.
  private static Tensor every(Tensor x, int step) {
    if (step == 1) {
      return x;
    }
    var rows = x.size(0) >= step ? x : x.reshape(-1);
    return rows.slice(0, 0, rows.size(0), step);
  }

  /// How many values lie in each sixteenth between min and max, as bars.
  private static String histogram(double[] values, double min, double max) {
    if (!(min < max) || Double.isInfinite(max - min)) {
      return "";
    }
    var counts = new int[16];
    int most = 1;
    for (double v : values) {
      int bin = Math.min(15, (int) (16 * (v - min) / (max - min)));
      most = Math.max(most, ++counts[bin]);
    }
    var bars = new StringBuilder();
    for (int count : counts) {
      bars.append(count == 0 ? ' ' : BARS.charAt((int) (7L * count / most)));
    }
    return bars.toString();
  }

  private static String number(Tensor x, double value) {
    return switch (x.dtype()) {
      case BOOL -> value != 0 ? "true" : "false";
      case INT32, INT64 -> String.format(Locale.ROOT, "%d", (long) value);
      case FLOAT32, FLOAT64 -> real(value);
    };
  }

  private static String real(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e6) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    return String.format(Locale.ROOT, size >= 1e-3 && size < 1e6 ? "%.5f" : "%.4e", value);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
