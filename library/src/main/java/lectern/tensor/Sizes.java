package lectern.tensor;

import java.util.Arrays;
import lectern.backend.Shape;

/// Works out the shapes that movement operations ask for.
final class Sizes {

  private Sizes() {}

  /// `asked` with its −1 replaced by what is left over.
  static Shape resolve(Shape from, int[] asked) {
    var dims = asked.clone();
    long known = 1;
    int open = -1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1 && open < 0) {
        open = i;
      } else if (dims[i] < 0) {
        throw wrong(from, asked, "at most one size is −1, the others are not negative");
      } else {
        known *= dims[i];
      }
    }
    if (open >= 0) {
      if (known == 0 || from.size() % known != 0) {
        throw wrong(from, asked, "the sizes known do not divide " + from.size());
      }
      dims[open] = (int) (from.size() / known);
      known *= dims[open];
    }
    if (known != from.size()) {
      throw wrong(from, asked, from.size() + " elements do not make " + known);
    }
    return Shape.of(dims);
  }

  private static ShapeException wrong(Shape from, int[] asked, String why) {
    return new ShapeException(
        "reshape keeps the number of elements; got %s → %s: %s"
            .formatted(from, Arrays.toString(asked).replace('[', '(').replace(']', ')'), why));
  }

  /// The order with negative dimensions resolved.
  static int[] permutation(Shape shape, int[] order) {
    var from = new int[order.length];
    var seen = new boolean[shape.rank()];
    boolean whole = order.length == shape.rank();
    for (int i = 0; whole && i < order.length; i++) {
      from[i] = shape.dim("permute", order[i]);
      whole = !seen[from[i]];
      seen[from[i]] = true;
    }
    if (!whole) {
      throw new ShapeException(
          "permute names each dimension of %s once; got %s"
              .formatted(shape, Arrays.toString(order)));
    }
    return from;
  }

  /// The shape that `from` is expanded to; −1 leaves a size.
  static Shape expanded(Shape from, int[] asked) {
    var dims = asked.clone();
    int added = dims.length - from.rank();
    for (int i = Math.max(0, added); i < dims.length; i++) {
      dims[i] = dims[i] == -1 ? from.at(i - added) : dims[i];
    }
    boolean negative = Arrays.stream(dims).anyMatch(d -> d < 0);
    var to = negative ? null : Shape.of(dims);
    if (to == null || !to.equals(Shape.broadcast(from, to))) {
      throw new ShapeException(
          "expand repeats dimensions of size 1 only, aligned at the end; got %s → %s"
              .formatted(from, Arrays.toString(asked).replace('[', '(').replace(']', ')')));
    }
    return to;
  }
}
