package lectern.backend.nd4j;

import lectern.backend.DType;
import lectern.backend.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// Java arrays out of ND4J's arrays and back. Both ways copy.
public final class Nd4jElements {

  private Nd4jElements() {}

  /// The elements in row-major order as a new Java array of the array's type.
  ///
  /// @throws IllegalArgumentException if the type has no counterpart, for example FLOAT16
  public static Object elements(INDArray array) {
    var type = of(array.dataType());
    if (array.isEmpty()) {
      return empty(type);
    }
    boolean dense = array.rank() == 1 && array.stride(0) == 1 && !array.isView();
    var data = dense ? array.data() : array.dup('c').data();
    return switch (type) {
      case FLOAT32 -> data.asFloat();
      case FLOAT64 -> data.asDouble();
      case INT32 -> data.asInt();
      case INT64 -> data.asLong();
      case BOOL -> truths(data.asInt());
    };
  }

  private static Object empty(DType type) {
    return switch (type) {
      case FLOAT32 -> new float[0];
      case FLOAT64 -> new double[0];
      case INT32 -> new int[0];
      case INT64 -> new long[0];
      case BOOL -> new boolean[0];
    };
  }

  private static boolean[] truths(int[] bits) {
    var out = new boolean[bits.length];
    for (int i = 0; i < bits.length; i++) {
      out[i] = bits[i] != 0;
    }
    return out;
  }

  /// An array around a copy of a Java array.
  public static INDArray create(Object elements, Shape shape) {
    var type = type(DType.ofJava(elements));
    if (shape.size() == 0) {
      return Nd4j.create(type, toLongs(shape.dims()));
    }
    var flat =
        switch (elements) {
          case float[] x -> Nd4j.createFromArray(x);
          case double[] x -> Nd4j.createFromArray(x);
          case int[] x -> Nd4j.createFromArray(x);
          case long[] x -> Nd4j.createFromArray(x);
          case boolean[] x -> Nd4j.createFromArray(x);
          default -> throw new IllegalArgumentException("no array: " + elements.getClass());
        };
    return flat.reshape('c', toLongs(shape.dims()));
  }

  /// ND4J's name of a type.
  static DataType type(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> DataType.FLOAT;
      case FLOAT64 -> DataType.DOUBLE;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
      case BOOL -> DataType.BOOL;
    };
  }

  private static DType of(DataType type) {
    for (var dtype : DType.values()) {
      if (type(dtype) == type) {
        return dtype;
      }
    }
    throw new IllegalArgumentException(
        "tensors have no type for ND4J's "
            + type
            + "; convert first, for example array.castTo(DataType.FLOAT)");
  }

  /// The shape of an array.
  public static Shape shape(INDArray array) {
    return Shape.of(toInts(array.shape()));
  }

  static long[] toLongs(int[] x) {
    var out = new long[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = x[i];
    }
    return out;
  }

  private static int[] toInts(long[] x) {
    var out = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = Math.toIntExact(x[i]);
    }
    return out;
  }
}
