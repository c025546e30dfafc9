package lectern.backend;

import java.util.Arrays;

/// A strided view of a storage: what backends compute on.
///
/// Element (i, j, …) lies at `offset + i·strides[0] + j·strides[1] + …`. The movement methods make
/// another view of the same storage and copy nothing. Neither shape nor strides ever change.
public final class Array {

  private final Storage storage;
  private final Shape shape;
  private final int[] strides;
  private final int offset;
  private final long size;
  private final boolean contiguous;

  /// A view with any strides; `strides` is not copied.
  public Array(Storage storage, Shape shape, int[] strides, int offset) {
    this.storage = storage;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.size = shape.size();
    this.contiguous = dense(shape, strides);
  }

  /// A dense row-major view from the storage's start.
  public Array(Storage storage, Shape shape) {
    this.storage = storage;
    this.shape = shape;
    this.strides = shape.sharedStrides();
    this.offset = 0;
    this.size = shape.size();
    this.contiguous = true;
  }

  private static boolean dense(Shape shape, int[] strides) {
    if (strides == shape.sharedStrides()) {
      return true;
    }
    int step = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      int dim = shape.at(i);
      if (dim != 1 && strides[i] != step) {
        return false;
      }
      step *= dim;
    }
    return true;
  }

  /// The memory it looks at.
  public Storage storage() {
    return storage;
  }

  /// The sizes of its dimensions.
  public Shape shape() {
    return shape;
  }

  /// The elements' type.
  public DType dtype() {
    return storage.dtype();
  }

  /// How many dimensions it has.
  public int rank() {
    return strides.length;
  }

  /// How many elements the view has; more than an `int` only where there is no storage.
  public long size() {
    return size;
  }

  /// [#size()] as the length of a Java array.
  ///
  /// @throws IllegalArgumentException if it is larger than an `int`
  public int length() {
    return shape.length();
  }

  /// How far apart neighbours along `dim` lie, in elements; 0 where one element is repeated.
  public int stride(int dim) {
    return strides[dim];
  }

  /// Where the first element lies in the storage.
  public int offset() {
    return offset;
  }

  /// Whether the elements lie one after another in row-major order.
  public boolean isContiguous() {
    return contiguous;
  }

  /// The same elements under another shape of the same size.
  ///
  /// @throws IllegalStateException if the array is not contiguous: copy it first
  public Array reshape(Shape to) {
    if (!contiguous) {
      throw new IllegalStateException("cannot look at " + this + " as " + to + " without a copy");
    }
    return new Array(storage, to, to.sharedStrides(), offset);
  }

  /// Dimension i of the view is dimension `order[i]` of this one.
  public Array permute(int... order) {
    var dims = new int[order.length];
    var steps = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      dims[i] = shape.at(order[i]);
      steps[i] = strides[order[i]];
    }
    return new Array(storage, Shape.of(dims), steps, offset);
  }

  /// Swaps two dimensions, counted from the front.
  public Array transpose(int a, int b) {
    var order = new int[strides.length];
    Arrays.setAll(order, i -> i == a ? b : i == b ? a : i);
    return permute(order);
  }

  /// Repeats dimensions of size 1, and adds new ones in front, by strides of 0. The shape must be
  /// one this one broadcasts to.
  public Array expand(Shape to) {
    if (to.equals(shape)) {
      return this;
    }
    int added = to.rank() - strides.length;
    var steps = new int[to.rank()];
    for (int i = 0; i < strides.length; i++) {
      steps[added + i] = shape.at(i) == to.at(added + i) ? strides[i] : 0;
    }
    return new Array(storage, to, steps, offset);
  }

  /// Elements `from`, `from + step`, … below `to` of dimension `dim`; `step` ≥ 1.
  public Array slice(int dim, int from, int to, int step) {
    var steps = strides.clone();
    steps[dim] *= step;
    int count = to <= from ? 0 : (to - from - 1) / step + 1;
    int start = count == 0 ? offset : offset + from * strides[dim];
    return new Array(storage, shape.with(dim, count), steps, start);
  }

  /// Element `index` of dimension `dim`, which disappears.
  public Array select(int dim, int index) {
    var dims = new int[strides.length - 1];
    var steps = new int[strides.length - 1];
    for (int i = 0, j = 0; i < strides.length; i++) {
      if (i != dim) {
        dims[j] = shape.at(i);
        steps[j++] = strides[i];
      }
    }
    return new Array(storage, Shape.of(dims), steps, offset + index * strides[dim]);
  }

  /// Adds a dimension of size 1 before dimension `dim`.
  public Array unsqueeze(int dim) {
    var dims = new int[strides.length + 1];
    var steps = new int[strides.length + 1];
    for (int i = 0; i < dims.length; i++) {
      int from = i < dim ? i : i - 1;
      dims[i] = i == dim ? 1 : shape.at(from);
      steps[i] = i == dim ? 1 : strides[from];
    }
    return new Array(storage, Shape.of(dims), steps, offset);
  }

  @Override
  public String toString() {
    return dtype() + shape.toString() + " with strides " + Arrays.toString(strides);
  }
}
