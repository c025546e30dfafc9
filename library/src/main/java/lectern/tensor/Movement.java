package lectern.tensor;

import java.util.Arrays;
import lectern.backend.Shape;

/// The same elements in another order or shape. Most results look at the same memory and copy
/// nothing; `contiguous()` copies.
public sealed interface Movement permits Tensor {

  private Tensor self() {
    return (Tensor) this;
  }

  /// The elements in row-major order under another shape; one size may be −1 and is worked out.
  ///
  /// @throws ShapeException if the sizes differ
  default Tensor reshape(int... shape) {
    var x = self();
    var to = Sizes.resolve(x.shape(), shape);
    if (to.equals(x.shape())) {
      return x;
    }
    var y = new Tensor(x.backend().contiguous(x.array()).reshape(to));
    return Op.record("reshape", y, x, g -> g.reshape(x.shape().dims()));
  }

  /// All dimensions from `start` on as one: `flatten(1)` makes `(N, C, H, W)` to `(N, C·H·W)`.
  default Tensor flatten(int start) {
    var x = self();
    if (x.rank() == 0) {
      return x.reshape(1);
    }
    int first = x.shape().dim("flatten", start);
    var dims = Arrays.copyOf(x.shape().dims(), first + 1);
    dims[first] = 1;
    for (int i = first; i < x.rank(); i++) {
      dims[first] *= x.shape().at(i);
    }
    return x.reshape(dims);
  }

  /// Dimension i of the result is dimension `order[i]` of this tensor.
  default Tensor permute(int... order) {
    var x = self();
    int[] from = Sizes.permutation(x.shape(), order);
    var back = new int[from.length];
    for (int i = 0; i < from.length; i++) {
      back[from[i]] = i;
    }
    var y = new Tensor(x.array().permute(from));
    return Op.record("permute", y, x, g -> g.permute(back));
  }

  /// Swaps two dimensions.
  default Tensor transpose(int a, int b) {
    var x = self();
    int i = x.shape().dim("transpose", a);
    int j = x.shape().dim("transpose", b);
    var y = new Tensor(x.array().transpose(i, j));
    return Op.record("transpose", y, x, g -> g.transpose(i, j));
  }

  /// The transposed matrix.
  ///
  /// @throws ShapeException if the rank is not 2
  default Tensor t() {
    var x = self();
    if (x.rank() != 2) {
      throw new ShapeException(
          "t() transposes a matrix, this has shape " + x.shape() + "; use transpose(a, b)");
    }
    return x.transpose(0, 1);
  }

  /// Without dimension `dim`, if that has size 1.
  default Tensor squeeze(int dim) {
    var x = self();
    int d = x.shape().dim("squeeze", dim);
    return x.shape().at(d) == 1 ? x.select(d, 0) : x;
  }

  /// With a new dimension of size 1 at place `dim`; −1 is the end.
  default Tensor unsqueeze(int dim) {
    var x = self();
    int d = dim < 0 ? dim + x.rank() + 1 : dim;
    if (d < 0 || d > x.rank()) {
      throw new ShapeException(
          "unsqueeze: a tensor %s has places −%d … %d for a new dimension, got %d"
              .formatted(x.shape(), x.rank() + 1, x.rank(), dim));
    }
    var y = new Tensor(x.array().unsqueeze(d));
    return Op.record("unsqueeze", y, x, g -> g.select(d, 0));
  }

  /// Repeats dimensions of size 1 to the given sizes, without a copy; −1 leaves a size. New
  /// dimensions come in front.
  default Tensor expand(int... shape) {
    var x = self();
    var to = Sizes.expanded(x.shape(), shape);
    if (to.equals(x.shape())) {
      return x;
    }
    // The engine sums the gradient to the input's shape.
    return Op.record("expand", new Tensor(x.array().expand(to)), x, g -> g);
  }

  /// Summed down to `shape`, which broadcasts to x's: the opposite of broadcasting.
  static Tensor sumTo(Tensor x, Shape shape) {
    int added = x.rank() - shape.rank();
    var over = new int[x.rank()];
    int count = 0;
    for (int i = 0; i < x.rank(); i++) {
      if (i < added || (shape.at(i - added) == 1 && x.shape().at(i) != 1)) {
        over[count++] = i;
      }
    }
    var sum = count == 0 ? x : x.sum(Arrays.copyOf(over, count), true);
    return sum.reshape(shape.dims());
  }

  /// Elements `from` … `to` − 1 of dimension `dim`; negative numbers count from the end.
  default Tensor slice(int dim, int from, int to) {
    return slice(dim, from, to, 1);
  }

  /// Elements `from`, `from + step`, … below `to` of dimension `dim`.
  ///
  /// @throws IndexOutOfBoundsException if they are not all there
  default Tensor slice(int dim, int from, int to, int step) {
    var x = self();
    int d = x.shape().dim("slice", dim);
    int size = x.shape().at(d);
    int first = from < 0 ? from + size : from;
    int last = to < 0 ? to + size : to;
    if (first < 0 || last > size || first > last || step < 1) {
      throw new IndexOutOfBoundsException(
          "slice(%d, %d, %d, %d) reaches outside dimension %d of %s"
              .formatted(dim, from, to, step, d, x.shape()));
    }
    var y = new Tensor(x.array().slice(d, first, last, step));
    return Op.record(
        "slice",
        y,
        x,
        new Rule.Part(
            g -> unslice(g, x.shape(), d, first, last, step),
            sum -> sum.slice(d, first, last, step)));
  }

  /// Zeros of the given shape with `x` in place of the slice: the opposite of [#slice].
  private static Tensor unslice(Tensor x, Shape shape, int dim, int from, int to, int step) {
    var backend = x.backend();
    var out = backend.full(x.dtype(), shape, 0);
    backend.assign(out.slice(dim, from, to, step), x.array());
    return Op.record("unslice", new Tensor(out), x, g -> g.slice(dim, from, to, step));
  }

  /// Element `index` of dimension `dim`, which disappears.
  default Tensor select(int dim, int index) {
    var x = self();
    int d = x.shape().dim("select", dim);
    int size = x.shape().at(d);
    int i = index < 0 ? index + size : index;
    if (i < 0 || i >= size) {
      throw new IndexOutOfBoundsException(
          "select(%d, %d) is outside dimension %d of %s".formatted(dim, index, d, x.shape()));
    }
    var y = new Tensor(x.array().select(d, i));
    if (size == 1) {
      return Op.record("select", y, x, g -> g.unsqueeze(d));
    }
    return Op.record(
        "select",
        y,
        x,
        new Rule.Part(
            g -> unslice(g.unsqueeze(d), x.shape(), d, i, i + 1, 1), sum -> sum.select(d, i)));
  }

  /// Zeros around dimension `dim`: `before` in front and `after` behind.
  default Tensor pad(int dim, int before, int after) {
    var x = self();
    int d = x.shape().dim("pad", dim);
    int size = x.shape().at(d);
    if (before < 0 || after < 0) {
      throw new ShapeException("pad adds 0 or more zeros, got " + before + " and " + after);
    }
    var shape = x.shape().with(d, before + size + after);
    return unslice(x, shape, d, before, before + size, 1);
  }

  /// The elements of dimension `dim` in reverse order.
  default Tensor flip(int dim) {
    var x = self();
    int d = x.shape().dim("flip", dim);
    int size = x.shape().at(d);
    var order = new int[size];
    Arrays.setAll(order, i -> size - 1 - i);
    var y = new Tensor(x.backend().take(x.array(), d, Operands.index(x, order).array()));
    return Op.record("flip", y, x, g -> g.flip(d));
  }

  /// The elements of dimension `dim` moved on by `shift`, those that fall out coming in again in
  /// front.
  default Tensor roll(int dim, int shift) {
    var x = self();
    int d = x.shape().dim("roll", dim);
    int size = x.shape().at(d);
    var order = new int[size];
    Arrays.setAll(order, i -> Math.floorMod(i - shift, size));
    var y = new Tensor(x.backend().take(x.array(), d, Operands.index(x, order).array()));
    return Op.record("roll", y, x, g -> g.roll(d, -shift));
  }

  /// The whole tensor `times` times along dimension `dim`.
  default Tensor repeat(int dim, int times) {
    if (times < 0) {
      throw new ShapeException("repeat makes 0 or more copies, got " + times);
    }
    var copies = new Tensor[times];
    Arrays.fill(copies, self());
    return times == 0 ? self().slice(dim, 0, 0) : Tensor.cat(dim, copies);
  }

  /// The same values, dense in memory: itself if it is already.
  default Tensor contiguous() {
    var x = self();
    return x.array().isContiguous() ? x : x.copy();
  }
}
