package lectern.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lectern.backend.DType;
import lectern.backend.Shape;

/// Several tensors to one, and one to several: called as `Tensor.cat(0, a, b)`.
@SuppressWarnings("InvalidBlockTag") // @shape
public abstract sealed class Combining extends Creation permits Recorded {

  Combining() {}

  /// y = a where the condition holds, else b; ∂a = g there, ∂b = g elsewhere. All three broadcast.
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    var left = Operands.common(a, b);
    var right = Operands.common(b, a);
    var mask = condition.to(DType.BOOL);
    Operands.backend("where", mask, left);
    var backend = Operands.backend("where", left, right);
    var both = Shape.broadcast(left.shape(), right.shape());
    if (both == null || Shape.broadcast(mask.shape(), both) == null) {
      throw new ShapeException(
          "where: condition, a and b broadcast to one shape; got %s, %s and %s"
              .formatted(mask.shape(), left.shape(), right.shape()));
    }
    var y = new Tensor(backend.where(mask.array(), left.array(), right.array()));
    return Op.record(
            "where",
            y,
            left,
            g -> where(mask, g, Operands.scalar(g, 0)),
            right,
            g -> where(mask, Operands.scalar(g, 0), g))
        .saves(mask);
  }

  /// The tensors one after another along `dim`; all other sizes are equal. Each gets its part of g.
  ///
  /// @shape `(…, D₁, …)`, `(…, D₂, …)`, … → `(…, D₁ + D₂ + …, …)`
  public static Tensor cat(int dim, Tensor... parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("cat needs at least one tensor");
    }
    var first = parts[0];
    int d = first.shape().dim("cat", dim);
    int total = 0;
    for (var part : parts) {
      boolean fits = part.rank() == first.rank() && part.dtype() == first.dtype();
      if (!fits || !part.shape().with(d, 0).equals(first.shape().with(d, 0))) {
        throw new ShapeException(
            "cat along %d: all sizes but that one are equal, and the types; got %s %s and %s %s"
                .formatted(d, first.dtype(), first.shape(), part.dtype(), part.shape()));
      }
      Operands.backend("cat", first, part);
      total += part.shape().at(d);
    }
    var backend = first.backend();
    var out = backend.allocate(first.dtype(), first.shape().with(d, total));
    var rules = new Rule[parts.length];
    int at = 0;
    for (int i = 0; i < parts.length; i++) {
      int from = at;
      int to = at + parts[i].shape().at(d);
      backend.assign(out.slice(d, from, to, 1), parts[i].array());
      rules[i] = g -> g.slice(d, from, to);
      at = to;
    }
    return Op.record("cat", new Tensor(out), parts, rules);
  }

  /// [#cat] of a list.
  public static Tensor cat(List<Tensor> parts, int dim) {
    return cat(dim, parts.toArray(new Tensor[0]));
  }

  /// The tensors, all of one shape, along a new dimension `dim`.
  ///
  /// @shape n times `(…)` → `(…, n, …)`
  public static Tensor stack(int dim, Tensor... parts) {
    var columns = new Tensor[parts.length];
    for (int i = 0; i < parts.length; i++) {
      columns[i] = parts[i].unsqueeze(dim < 0 ? dim + parts[i].rank() + 1 : dim);
    }
    return cat(dim, columns);
  }

  /// [#stack] of a list.
  public static Tensor stack(List<Tensor> parts, int dim) {
    return stack(dim, parts.toArray(new Tensor[0]));
  }

  /// Pieces of `size` along `dim`, the last one maybe smaller. They look at x's memory.
  public static List<Tensor> split(Tensor x, int size, int dim) {
    if (size < 1) {
      throw new ShapeException("split makes pieces of 1 or more, got " + size);
    }
    int d = x.shape().dim("split", dim);
    int total = x.shape().at(d);
    var pieces = new ArrayList<Tensor>();
    // Nothing is one piece of nothing.
    for (int from = 0; from < total || from == 0; from += size) {
      pieces.add(x.slice(d, from, Math.min(from + size, total)));
    }
    return pieces;
  }

  /// Pieces of the given sizes along `dim`, which they fill. They look at x's memory.
  public static List<Tensor> split(Tensor x, int[] sizes, int dim) {
    int d = x.shape().dim("split", dim);
    if (Arrays.stream(sizes).sum() != x.size(d) || Arrays.stream(sizes).anyMatch(s -> s < 0)) {
      throw new ShapeException(
          "split: the sizes are not negative and add up to %d, dimension %d of %s; got %s"
              .formatted(x.size(d), d, x.shape(), Arrays.toString(sizes)));
    }
    var pieces = new ArrayList<Tensor>();
    int from = 0;
    for (int size : sizes) {
      pieces.add(x.slice(d, from, from + size));
      from += size;
    }
    return pieces;
  }
}
