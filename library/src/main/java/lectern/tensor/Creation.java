package lectern.tensor;

import java.util.Arrays;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.random.Seeds;

/// How tensors are made: called as `Tensor.zeros(2, 3)`. Real numbers get the type
/// [DType#current()], FLOAT32 unless chosen otherwise; memory is on [Backend#current()].
public abstract sealed class Creation permits Combining {

  Creation() {}

  /// One number, shape `()`.
  public static Tensor scalar(double value) {
    return full(value);
  }

  /// Numbers in one dimension.
  public static Tensor of(double... values) {
    return of(DType.current(), values, values.length);
  }

  /// Numbers in row-major order under a shape.
  public static Tensor of(double[] values, int... shape) {
    return of(DType.current(), values, shape);
  }

  /// Numbers in row-major order under a shape, in the given type.
  ///
  /// @throws ShapeException if the shape has another size than there are numbers
  public static Tensor of(DType dtype, double[] values, int... shape) {
    var s = shaped(shape, values.length);
    return switch (dtype) {
      case FLOAT64 -> wrap(values.clone(), s);
      case FLOAT32 -> {
        var floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) values[i];
        }
        yield wrap(floats, s);
      }
      case INT32, INT64, BOOL -> wrap(values.clone(), s).to(dtype);
    };
  }

  /// Numbers in row-major order under a shape (one dimension if none is given), FLOAT32. Copied.
  public static Tensor of(float[] values, int... shape) {
    return wrap(values.clone(), shaped(shape, values.length));
  }

  /// Integers, INT32. Copied.
  public static Tensor of(int[] values, int... shape) {
    return wrap(values.clone(), shaped(shape, values.length));
  }

  /// Integers, INT64. Copied.
  public static Tensor of(long[] values, int... shape) {
    return wrap(values.clone(), shaped(shape, values.length));
  }

  /// Truth values, BOOL. Copied.
  public static Tensor of(boolean[] values, int... shape) {
    return wrap(values.clone(), shaped(shape, values.length));
  }

  /// A matrix, row by row.
  ///
  /// @throws ShapeException if the rows differ in length
  public static Tensor of(double[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    var values = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new ShapeException(
            "Tensor.of: all rows have one length; row 0 has %d numbers, row %d has %d"
                .formatted(columns, i, rows[i].length));
      }
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    return of(DType.current(), values, rows.length, columns);
  }

  /// A tensor around `float[]`, `double[]`, `int[]`, `long[]` or `boolean[]` without a copy: the
  /// caller must not change the array any more.
  ///
  /// @throws ShapeException if the shape has another size than there are elements
  public static Tensor wrap(Object elements, Shape shape) {
    DType.ofJava(elements);
    int count = java.lang.reflect.Array.getLength(elements);
    if (shape.size() != count) {
      throw new ShapeException(
          "Tensor.wrap: shape %s holds %d elements, got %d".formatted(shape, shape.size(), count));
    }
    return new Tensor(Backend.current().wrap(elements, shape));
  }

  /// Every element 0.
  public static Tensor zeros(int... shape) {
    return full(DType.current(), 0, shape);
  }

  /// Every element 1.
  public static Tensor ones(int... shape) {
    return full(DType.current(), 1, shape);
  }

  /// Every element `value`.
  public static Tensor full(double value, int... shape) {
    return full(DType.current(), value, shape);
  }

  /// Every element `value`, in the given type.
  public static Tensor full(DType dtype, double value, int... shape) {
    return Op.made("full", new Tensor(Backend.current().full(dtype, Shape.of(shape), value)));
  }

  /// Zeros of the shape, type and backend of `like`.
  public static Tensor zerosLike(Tensor like) {
    return fullLike(like, 0);
  }

  /// Ones of the shape, type and backend of `like`.
  public static Tensor onesLike(Tensor like) {
    return fullLike(like, 1);
  }

  /// Every element `value`, with the shape, type and backend of `like`.
  public static Tensor fullLike(Tensor like, double value) {
    return Op.made("full", new Tensor(like.backend().full(like.dtype(), like.shape(), value)));
  }

  /// The n×n identity matrix.
  public static Tensor eye(int n) {
    var values = new double[Shape.of(n, n).length()];
    for (int i = 0; i < n; i++) {
      values[i * n + i] = 1;
    }
    return of(DType.current(), values, n, n);
  }

  /// The real numbers 0, 1, …, n − 1.
  public static Tensor arange(int n) {
    return arange(0, n, 1);
  }

  /// start, start + step, … as long as below `end` (above, for a negative step).
  public static Tensor arange(double start, double end, double step) {
    if (step == 0) {
      throw new IllegalArgumentException("arange needs a step other than 0");
    }
    double count = Math.max(0, Math.ceil((end - start) / step));
    if (!(count <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "arange(%s, %s, %s) would hold %s numbers".formatted(start, end, step, count));
    }
    var values = new double[(int) count];
    Arrays.setAll(values, i -> start + i * step);
    return of(values);
  }

  /// `count` numbers at equal distances, both ends included.
  public static Tensor linspace(double start, double end, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("linspace needs a count of 0 or more, got " + count);
    }
    var values = new double[count];
    Arrays.setAll(
        values,
        i ->
            i < count / 2 || count == 1
                ? start + i * ((end - start) / Math.max(1, count - 1))
                : end - (count - 1 - i) * ((end - start) / (count - 1)));
    return of(values);
  }

  /// Uniform numbers in [0, 1), from the stream `"tensor"` of [Seeds].
  public static Tensor rand(int... shape) {
    var s = Shape.of(shape);
    if (!Backend.current().hasValues()) {
      return zeros(shape);
    }
    int n = s.length();
    if (DType.current() == DType.FLOAT64) {
      var values = new double[n];
      Seeds.stream("tensor").uniform(values, 0, 1);
      return wrap(values, s);
    }
    var values = new float[n];
    Seeds.stream("tensor").uniform(values, 0, 1);
    return wrap(values, s);
  }

  /// Standard normal numbers, from the stream `"tensor"` of [Seeds].
  public static Tensor randn(int... shape) {
    var s = Shape.of(shape);
    if (!Backend.current().hasValues()) {
      return zeros(shape);
    }
    int n = s.length();
    if (DType.current() == DType.FLOAT64) {
      var values = new double[n];
      Seeds.stream("tensor").normal(values, 0, 1);
      return wrap(values, s);
    }
    var values = new float[n];
    Seeds.stream("tensor").normal(values, 0, 1);
    return wrap(values, s);
  }

  /// 1 with probability `p`, else 0, from the stream `"tensor"` of [Seeds].
  ///
  /// @throws IllegalArgumentException if p is not in [0, 1]
  public static Tensor bernoulli(double p, int... shape) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("bernoulli: p is in [0, 1], got " + p);
    }
    return rand(shape).lt(p).to(DType.current());
  }

  /// The integers 0 … n−1 in random order, INT64, `(n,)`, from the stream `"tensor"` of [Seeds].
  public static Tensor permutation(int n) {
    int[] order = Seeds.stream("tensor").permutation(n);
    return of(Arrays.stream(order).asLongStream().toArray());
  }

  /// Shape `()` is written as no sizes only where there is one way to read it: an array without a
  /// shape has one dimension.
  private static Shape shaped(int[] shape, int count) {
    var s = shape.length == 0 ? Shape.of(count) : Shape.of(shape);
    if (s.size() != count) {
      throw new ShapeException(
          "Tensor.of: shape %s holds %d numbers, got %d".formatted(s, s.size(), count));
    }
    return s;
  }
}
