package lectern.backend.reference;

import lectern.backend.Array;
import lectern.backend.DType;

/// The elements of a strided array, read and written as doubles in row-major order.
final class Elements {

  private final Array array;
  private final int[] positions;

  Elements(Array array) {
    this.array = array;
    this.positions = positions(array);
  }

  int size() {
    return positions.length;
  }

  double get(int i) {
    int at = positions[i];
    var storage = array.storage();
    return switch (array.dtype()) {
      case FLOAT32 -> storage.floats()[at];
      case FLOAT64 -> storage.doubles()[at];
      case INT32 -> storage.ints()[at];
      case INT64 -> storage.longs()[at];
      case BOOL -> storage.booleans()[at] ? 1 : 0;
    };
  }

  void set(int i, double value) {
    int at = positions[i];
    var storage = array.storage();
    switch (array.dtype()) {
      case FLOAT32 -> storage.floats()[at] = (float) value;
      case FLOAT64 -> storage.doubles()[at] = value;
      case INT32 -> storage.ints()[at] = (int) value;
      case INT64 -> storage.longs()[at] = (long) value;
      case BOOL -> storage.booleans()[at] = value != 0;
    }
  }

  void add(int i, double value) {
    set(i, get(i) + value);
  }

  /// Where in the storage each element lies.
  private static int[] positions(Array array) {
    int rank = array.rank();
    var positions = new int[array.length()];
    var index = new int[rank];
    int at = array.offset();
    for (int i = 0; i < positions.length; i++) {
      positions[i] = at;
      for (int d = rank - 1; d >= 0; d--) {
        at += array.stride(d);
        if (++index[d] < array.shape().at(d)) {
          break;
        }
        at -= index[d] * array.stride(d);
        index[d] = 0;
      }
    }
    return positions;
  }

  /// A Java array of the type, `length` long.
  static Object zeros(DType dtype, int length) {
    return switch (dtype) {
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
      case INT32 -> new int[length];
      case INT64 -> new long[length];
      case BOOL -> new boolean[length];
    };
  }
}
