package lectern.backend;

import java.util.function.Supplier;

/// The types of elements. Real numbers are FLOAT32 unless said otherwise; the integers serve as
/// indices and labels, BOOL as masks.
///
/// Integers are computed with as FLOAT64: results are exact up to 2⁵³, and one that its type cannot
/// hold becomes the nearest that it can. PyTorch computes in the type itself and wraps around.
public enum DType {
  BOOL(1),
  INT32(4),
  INT64(8),
  FLOAT32(4),
  FLOAT64(8);

  private static final ScopedValue<DType> SCOPE = ScopedValue.newInstance();
  private static volatile DType standard = FLOAT32;

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes an element takes.
  public int bytes() {
    return bytes;
  }

  /// Whether this is FLOAT32 or FLOAT64; only those have gradients.
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /// The type that holds both: BOOL < INT32 < INT64 < FLOAT32 < FLOAT64.
  public static DType promote(DType a, DType b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /// The type of real numbers that are made without saying which: FLOAT32, or what [#use] or
  /// [#setDefault] chose.
  public static DType current() {
    return SCOPE.isBound() ? SCOPE.get() : standard;
  }

  /// Runs `body` with another default for real numbers, on this thread.
  ///
  /// @throws IllegalArgumentException if `dtype` is not floating
  public static <T> T use(DType dtype, Supplier<T> body) {
    return ScopedValue.where(SCOPE, floating(dtype)).call(body::get);
  }

  /// Runs `body` with another default for real numbers, on this thread.
  public static void use(DType dtype, Runnable body) {
    ScopedValue.where(SCOPE, floating(dtype)).run(body);
  }

  /// Chooses the default for real numbers everywhere, for example once at a notebook's top.
  public static void setDefault(DType dtype) {
    standard = floating(dtype);
  }

  private static DType floating(DType dtype) {
    if (!dtype.isFloating()) {
      throw new IllegalArgumentException(
          "the default type must be FLOAT32 or FLOAT64, got " + dtype);
    }
    return dtype;
  }

  /// The type of a Java array: `float[]` is FLOAT32, and so on.
  ///
  /// @throws IllegalArgumentException for anything but the five array types
  public static DType ofJava(Object array) {
    return switch (array) {
      case float[] ignored -> FLOAT32;
      case double[] ignored -> FLOAT64;
      case int[] ignored -> INT32;
      case long[] ignored -> INT64;
      case boolean[] ignored -> BOOL;
      default ->
          throw new IllegalArgumentException(
              "elements come as float[], double[], int[], long[] or boolean[], got "
                  + array.getClass().getSimpleName());
    };
  }
}
