package lectern.backend;

import java.util.Arrays;

/// The sizes of a tensor's dimensions, outermost first. Rank 0 is a single number; a dimension may
/// be 0 long. A value: two shapes with the same sizes are equal.
public final class Shape {

  private static final Shape SCALAR = new Shape();

  private final int[] dims;
  private final int[] strides;
  private final long size;

  /// `dims` belongs to the shape from here on.
  private Shape(int... dims) {
    this.dims = dims;
    this.strides = new int[dims.length];
    long step = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = (int) step;
      step = times(step, dims, i);
      if (dims[i] < 0) {
        throw new IllegalArgumentException(
            "a dimension cannot be negative, got " + Arrays.toString(dims));
      }
    }
    this.size = step;
  }

  private static long times(long size, int[] dims, int i) {
    try {
      return Math.multiplyExact(size, dims[i]);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "a shape has fewer than 2⁶³ elements, got " + Arrays.toString(dims), e);
    }
  }

  /// The shape with these sizes.
  public static Shape of(int... dims) {
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /// The shape of a single number.
  public static Shape scalar() {
    return SCALAR;
  }

  /// The sizes, in an array of the caller's own.
  public int[] dims() {
    return dims.clone();
  }

  /// How many dimensions there are.
  public int rank() {
    return dims.length;
  }

  /// The size of dimension `dim`; negative numbers count from the end.
  public int at(int dim) {
    return dims[dim < 0 ? dim + dims.length : dim];
  }

  /// How many elements there are.
  public long size() {
    return size;
  }

  /// [#size()] as the length of a Java array.
  ///
  /// @throws IllegalArgumentException if it is larger than an `int`
  public int length() {
    if (size != (int) size) {
      throw new IllegalArgumentException(
          "%s has %d elements, memory holds 2³¹ − 1 of one array; use smaller batches or parts"
              .formatted(this, size));
    }
    return (int) size;
  }

  /// `dim` counted from the front.
  ///
  /// @param who the operation that asks, for the error's text
  /// @throws IllegalArgumentException if there is no such dimension
  public int dim(String who, int dim) {
    int front = dim < 0 ? dim + dims.length : dim;
    if (front < 0 || front >= dims.length) {
      throw new IllegalArgumentException(
          "%s: no dimension %d in shape %s; %s"
              .formatted(
                  who,
                  dim,
                  this,
                  dims.length == 0
                      ? "a single number has none"
                      : "name one from 0 to %d, or from the end −1 to −%d"
                          .formatted(dims.length - 1, dims.length)));
    }
    return front;
  }

  /// Strides of a dense row-major array of this shape, in elements.
  public int[] strides() {
    return strides.clone();
  }

  /// The stride of dimension `dim`, from the front, in a dense row-major array.
  public int stride(int dim) {
    return strides[dim];
  }

  /// The strides themselves, for arrays that share them.
  int[] sharedStrides() {
    return strides;
  }

  /// A copy with dimension `dim` of another size.
  public Shape with(int dim, int size) {
    var copy = dims.clone();
    copy[dim("with", dim)] = size;
    return new Shape(copy);
  }

  /// A copy without the dimensions `dims` (sorted, from the front), or with those of size 1.
  public Shape without(int[] gone, boolean keep) {
    var copy = new int[keep ? dims.length : dims.length - gone.length];
    for (int i = 0, j = 0, k = 0; i < dims.length; i++) {
      boolean leaves = k < gone.length && gone[k] == i;
      if (leaves) {
        k++;
      }
      if (!leaves) {
        copy[j++] = dims[i];
      } else if (keep) {
        copy[j++] = 1;
      }
    }
    return new Shape(copy);
  }

  /// A copy with the dimensions of `middle` in the place of dimension `dim` (from the front).
  public Shape replace(int dim, Shape middle) {
    var copy = Arrays.copyOf(dims, dims.length - 1 + middle.rank());
    System.arraycopy(middle.dims, 0, copy, dim, middle.rank());
    System.arraycopy(dims, dim + 1, copy, dim + middle.rank(), dims.length - dim - 1);
    return new Shape(copy);
  }

  /// The shape that both broadcast to: aligned at the end, equal sizes or 1.
  ///
  /// @return the common shape, or `null` if there is none
  public static Shape broadcast(Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    var out = new int[Math.max(a.dims.length, b.dims.length)];
    for (int i = 1; i <= out.length; i++) {
      int x = i <= a.dims.length ? a.dims[a.dims.length - i] : 1;
      int y = i <= b.dims.length ? b.dims[b.dims.length - i] : 1;
      if (x != y && x != 1 && y != 1) {
        return null;
      }
      out[out.length - i] = x == 1 ? y : x;
    }
    return Arrays.equals(out, a.dims) ? a : Arrays.equals(out, b.dims) ? b : new Shape(out);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Shape shape && Arrays.equals(dims, shape.dims));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /// As papers write it: `(100, 784)`, `(3,)` for one dimension, `()` for none.
  @Override
  public String toString() {
    if (dims.length == 1) {
      return "(" + dims[0] + ",)";
    }
    var text = Arrays.toString(dims);
    return "(" + text.substring(1, text.length() - 1) + ")";
  }
}
