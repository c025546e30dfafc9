package lectern.nn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import lectern.backend.Backend;
import lectern.backend.Shape;
import lectern.display.Displayable;
import lectern.display.MimeBundle;
import lectern.tensor.Tensor;

/// What each layer of a model was given and gave: a table that runs.
///
/// ```java
/// ShapeTrace.of(Meta.build(() -> new Sequential(new Linear(784, 100), new ReLU())), x)
/// ```
///
/// A model on the meta backend is traced without computing anything.
public final class ShapeTrace implements Displayable {

  private final List<Row> rows;
  private final long parameters;

  /// One call of one layer.
  ///
  /// @param name the layer's path in the model
  /// @param depth how deep it lies
  /// @param type its class and sizes
  /// @param in the shapes that came in
  /// @param out the shapes that came out
  /// @param parameters how many it has itself, without its children's
  /// @param macs multiply-accumulates, with its children's
  public record Row(
      String name,
      int depth,
      String type,
      List<Shape> in,
      List<Shape> out,
      long parameters,
      long macs) {

    private Row plus(long more) {
      return new Row(name, depth, type, in, out, parameters + more, macs);
    }
  }

  private ShapeTrace(List<Row> rows, long parameters) {
    this.rows = List.copyOf(rows);
    this.parameters = parameters;
  }

  /// Traces a model of one tensor. `x` is moved to the model's backend.
  public static ShapeTrace of(Stage model, Tensor x) {
    var state = model.parameters();
    var at = state.isEmpty() ? x : x.to(state.getFirst().backend());
    return of(model, () -> model.apply(at));
  }

  /// Traces a call of a model: `ShapeTrace.of(model, () -> model.apply(image, points))`. For a
  /// model on the meta backend the call runs there, so that the tensors it makes fit.
  public static ShapeTrace of(Layer model, Supplier<?> call) {
    var state = model.parameters();
    var backend = state.isEmpty() ? Backend.current() : state.getFirst().backend();
    var calls = Trace.of(() -> Backend.use(backend, () -> call.get()));
    var rows = new ArrayList<Row>();
    for (var c : calls) {
      long own = c.layer().ownParameters().values().stream().mapToLong(Tensor::size).sum();
      rows.add(
          new Row(
              c.path(),
              c.depth(),
              c.layer().label(),
              shapes(c.inputs()),
              shapes(c.output()),
              own,
              c.macs()));
    }
    return new ShapeTrace(rows, model.parameterCount());
  }

  /// The shapes of a tensor, or of those in a list or record.
  private static List<Shape> shapes(Object value) {
    return switch (value) {
      case Tensor t -> List.of(t.shape());
      case Iterable<?> many -> {
        var all = new ArrayList<Shape>();
        many.forEach(v -> all.addAll(shapes(v)));
        yield all;
      }
      case Record r -> {
        var all = new ArrayList<Shape>();
        for (var component : r.getClass().getRecordComponents()) {
          try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            all.addAll(shapes(accessor.invoke(r)));
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
          }
        }
        yield all;
      }
      case Tensor[] many -> shapes(List.of((Object[]) many));
      case null, default -> List.of();
    };
  }

  /// The calls in the order they began.
  public List<Row> rows() {
    return rows;
  }

  /// Parameters of the whole model.
  public long parameters() {
    return parameters;
  }

  /// Multiply-accumulates of the whole call.
  public long macs() {
    return rows.stream().filter(r -> r.depth() == 0).mapToLong(Row::macs).sum();
  }

  /// The same trace without the calls below `most`: 0 leaves the outermost alone. A call whose
  /// inner ones are left out shows their parameters as its own.
  public ShapeTrace depth(int most) {
    var kept = new ArrayList<Row>();
    var counted = new HashSet<String>();
    for (var row : rows) {
      boolean first = counted.add(row.name());
      if (row.depth() <= most) {
        kept.add(row);
      } else if (first) {
        kept.add(kept.removeLast().plus(row.parameters()));
      }
    }
    return new ShapeTrace(kept, parameters);
  }

  /// The name without the part that the row above it in the tree has already said.
  private String shortName(int place) {
    var row = rows.get(place);
    int above = place - 1;
    while (above >= 0 && rows.get(above).depth() >= row.depth()) {
      above--;
    }
    var prefix = above < 0 || rows.get(above).name().isEmpty() ? "" : rows.get(above).name() + ".";
    var name = row.name().startsWith(prefix) ? row.name().substring(prefix.length()) : row.name();
    return name.isEmpty() ? "·" : name;
  }

  @Override
  public MimeBundle toMimeBundle() {
    var html = new StringBuilder("<table><tr>");
    for (var head : List.of("layer", "type", "in", "out", "parameters", "MACs")) {
      html.append("<th style=\"text-align:left\">").append(head).append("</th>");
    }
    html.append("</tr>");
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      html.append("<tr><td style=\"text-align:left;padding-left:")
          .append(0.5 + row.depth())
          .append("em\" title=\"")
          .append(row.name())
          .append("\"><code>")
          .append(shortName(i))
          .append("</code></td>");
      html.append(cell("left", row.type())).append(cell("left", joined("<br>", row.in())));
      html.append(cell("left", joined("<br>", row.out())));
      html.append(cell("right", number(row.parameters())));
      html.append(cell("right", number(row.macs()))).append("</tr>");
    }
    html.append("</table><small>").append(total()).append("</small>");
    return MimeBundle.text(toString()).with(MimeBundle.HTML, html.toString());
  }

  private static String cell(String align, String text) {
    return "<td style=\"text-align:" + align + ";white-space:nowrap\">" + text + "</td>";
  }

  private static String joined(String between, List<Shape> shapes) {
    return String.join(between, shapes.stream().map(Shape::toString).toList());
  }

  private static String number(long n) {
    return n == 0 ? "" : String.format(Locale.ROOT, "%,d", n);
  }

  private String total() {
    return String.format(Locale.ROOT, "%,d parameters, %,d MACs", parameters, macs());
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    var format = "%-32s %-24s %-20s %-20s %14s %16s%n";
    text.append(String.format(format, "layer", "type", "in", "out", "parameters", "MACs"));
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      var name = "  ".repeat(row.depth()) + shortName(i);
      text.append(
          String.format(
              format,
              name,
              row.type(),
              joined(" ", row.in()),
              joined(" ", row.out()),
              number(row.parameters()),
              number(row.macs())));
    }
    return text.append(total()).toString();
  }
}
