package lectern.renderers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import lectern.display.MimeBundle;
import lectern.display.Renderer;
import org.nd4j.linalg.api.ndarray.INDArray;

/// Shows an ND4J array: shape and type, then its values; of more than 1,000 only the corners.
public final class ArrayRenderer implements Renderer {

  private static final int WHOLE = 1000;
  private static final int EDGE = 3;

  /// Fails with a `LinkageError` where ND4J is missing.
  public ArrayRenderer() {
    Library.require("org.nd4j.linalg.api.ndarray.INDArray");
  }

  @Override
  public Optional<MimeBundle> render(Object value) {
    return value instanceof INDArray array
        ? Optional.of(MimeBundle.text(text(array)))
        : Optional.empty();
  }

  private static String text(INDArray array) {
    var shape =
        Arrays.stream(array.shape())
            .mapToObj(Long::toString)
            .collect(Collectors.joining(", ", "(", array.rank() == 1 ? ",)" : ")"));
    var type = array.dataType().name().toLowerCase(Locale.ROOT);
    var head = "INDArray " + shape + " " + type;
    if (array.isEmpty()) {
      return head + ", empty";
    }
    var text = new StringBuilder(head).append('\n');
    new Values(array).write(text);
    return text.toString();
  }

  /// The values of one array, written with one format.
  private static final class Values {
    private final INDArray array;
    private final long[] shape;
    private final boolean whole;
    private final String format;
    private int width;

    Values(INDArray array) {
      this.array = array;
      shape = array.shape();
      whole = array.length() <= WHOLE;
      format = array.dataType().isFPType() ? "%.4g" : "%.0f";
      visit(new StringBuilder(), new long[shape.length], 0);
    }

    void write(StringBuilder text) {
      visit(text, new long[shape.length], 0);
    }

    /// Writes what lies below the first `depth` indices; the first visit measures the widest value.
    private void visit(StringBuilder text, long[] index, int depth) {
      if (depth == shape.length) {
        var value = shape.length == 0 ? array.getDouble(0) : array.getDouble(index);
        var cell = String.format(Locale.ROOT, format, value);
        width = Math.max(width, cell.length());
        text.append(" ".repeat(width - cell.length())).append(cell);
        return;
      }
      var last = depth == shape.length - 1;
      var separator =
          last ? ", " : "," + "\n".repeat(shape.length - 1 - depth) + " ".repeat(depth + 1);
      text.append('[');
      for (long i = 0; i < shape[depth]; i++) {
        if (!whole && i == EDGE && shape[depth] > 2 * EDGE) {
          text.append(separator).append("…");
          i = shape[depth] - EDGE;
        }
        text.append(i == 0 ? "" : separator);
        index[depth] = i;
        visit(text, index, depth + 1);
      }
      text.append(']');
    }
  }
}
