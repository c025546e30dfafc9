package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.DType;
import lectern.backend.Storage;

/// Elements in another type.
final class Casts {

  private Casts() {}

  /// The elements of a dense array in type `to`: to an integer by cutting off, to BOOL by "is not
  /// zero".
  static Array cast(CpuBackend backend, Array a, DType to) {
    var result = backend.allocate(to, a.shape());
    var in = a.storage();
    var out = result.storage();
    for (int i = 0; i < a.length(); i++) {
      int at = a.offset() + i;
      switch (a.dtype()) {
        case INT64 -> set(out, i, (double) in.longs()[at], in.longs()[at]);
        case INT32 -> set(out, i, in.ints()[at], in.ints()[at]);
        case FLOAT32 -> set(out, i, in.floats()[at], (long) in.floats()[at]);
        case FLOAT64 -> set(out, i, in.doubles()[at], (long) in.doubles()[at]);
        case BOOL -> set(out, i, in.booleans()[at] ? 1 : 0, in.booleans()[at] ? 1 : 0);
      }
    }
    return result;
  }

  private static void set(Storage out, int i, double value, long whole) {
    switch (out.dtype()) {
      case FLOAT32 -> out.floats()[i] = (float) value;
      case FLOAT64 -> out.doubles()[i] = value;
      case INT32 -> out.ints()[i] = Math.clamp(whole, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT64 -> out.longs()[i] = whole;
      case BOOL -> out.booleans()[i] = value != 0;
    }
  }
}
