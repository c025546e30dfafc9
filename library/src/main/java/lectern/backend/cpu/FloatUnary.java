package lectern.backend.cpu;

import lectern.backend.Unary;

/// Functions of one number over runs of `float[]` that the compiler turns into vector instructions
/// by itself.
final class FloatUnary {

  private FloatUnary() {}

  /// z ← f(x), or false when `f` is none of the simple ones.
  static boolean apply(Unary f, float[] x, int xAt, float[] z, int zAt, int n) {
    switch (f) {
      case NEG -> negate(x, xAt, z, zAt, n);
      case ABS -> abs(x, xAt, z, zAt, n);
      case SQRT -> sqrt(x, xAt, z, zAt, n);
      case RSQRT -> rsqrt(x, xAt, z, zAt, n);
      case SQUARE -> square(x, xAt, z, zAt, n);
      case RECIPROCAL -> reciprocal(x, xAt, z, zAt, n);
      case RELU -> relu(x, xAt, z, zAt, n);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void negate(float[] x, int xAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = -x[xAt + i];
    }
  }

  private static void abs(float[] x, int xAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = Math.abs(x[xAt + i]);
    }
  }

  private static void sqrt(float[] x, int xAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = (float) Math.sqrt(x[xAt + i]);
    }
  }

  private static void rsqrt(float[] x, int xAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = 1 / (float) Math.sqrt(x[xAt + i]);
    }
  }

  private static void square(float[] x, int xAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] * x[xAt + i];
    }
  }

  private static void reciprocal(float[] x, int xAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = 1 / x[xAt + i];
    }
  }

  private static void relu(float[] x, int xAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] <= 0 ? 0 : x[xAt + i];
    }
  }
}
