package lectern.backend.cpu;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.DType;
import lectern.backend.Storage;

/// Elements in another type, by way of float64, which is what an integer is everywhere where it is
/// computed with.
final class Casts {

  /// Elements that stay in the nearest cache between two loops.
  private static final int CACHED = 1 << 11;

  private static final int GRAIN = 1 << 15;

  private Casts() {}

  /// The elements of a dense array in type `to`: to an integer by cutting off, to BOOL by "is not
  /// zero".
  static Array cast(CpuBackend backend, Array a, DType to) {
    var result = backend.allocate(to, a.shape());
    var in = a.storage();
    var out = result.storage();
    Workers.split(
        a.length(),
        GRAIN,
        (from, last) -> {
          if (to == DType.FLOAT64) {
            read(in, a.offset() + from, out.doubles(), from, last - from);
          } else if (a.dtype() == DType.FLOAT64) {
            write(in.doubles(), a.offset() + from, out, from, last - from);
          } else {
            var room = new double[Math.min(CACHED, last - from)];
            for (int i = from; i < last; i += room.length) {
              int n = Math.min(room.length, last - i);
              read(in, a.offset() + i, room, 0, n);
              write(room, 0, out, i, n);
            }
          }
        });
    return result;
  }

  /// Every `stride`-th element as a float64.
  static void read(Storage in, int at, int stride, double[] out, int n) {
    if (stride == 1) {
      read(in, at, out, 0, n);
    } else if (stride == 0) {
      read(in, at, out, 0, 1);
      Arrays.fill(out, 0, n, out[0]);
    } else {
      for (int i = 0; i < n; i++) {
        read(in, at + i * stride, out, i, 1);
      }
    }
  }

  private static void read(Storage in, int at, double[] out, int outAt, int n) {
    switch (in.dtype()) {
      case FLOAT32 -> read(in.floats(), at, out, outAt, n);
      case INT32 -> read(in.ints(), at, out, outAt, n);
      case INT64 -> read(in.longs(), at, out, outAt, n);
      case BOOL -> read(in.booleans(), at, out, outAt, n);
      case FLOAT64 -> System.arraycopy(in.doubles(), at, out, outAt, n);
    }
  }

  /// The float64 elements in the type of `out`.
  static void write(double[] x, int at, Storage out, int outAt, int n) {
    switch (out.dtype()) {
      case FLOAT32 -> write(x, at, out.floats(), outAt, n);
      case INT32 -> write(x, at, out.ints(), outAt, n);
      case INT64 -> write(x, at, out.longs(), outAt, n);
      case BOOL -> write(x, at, out.booleans(), outAt, n);
      case FLOAT64 -> System.arraycopy(x, at, out.doubles(), outAt, n);
    }
  }

  private static void read(float[] in, int at, double[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = in[at + i];
    }
  }

  private static void read(int[] in, int at, double[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = in[at + i];
    }
  }

  private static void read(long[] in, int at, double[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = in[at + i];
    }
  }

  private static void read(boolean[] in, int at, double[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      int bit = in[at + i] ? 1 : 0;
      out[outAt + i] = bit;
    }
  }

  private static void write(double[] x, int at, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = (float) x[at + i];
    }
  }

  private static void write(double[] x, int at, int[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = (int) x[at + i];
    }
  }

  private static void write(double[] x, int at, long[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = (long) x[at + i];
    }
  }

  private static void write(double[] x, int at, boolean[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = x[at + i] != 0;
    }
  }
}
