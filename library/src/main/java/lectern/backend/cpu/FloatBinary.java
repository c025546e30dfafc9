package lectern.backend.cpu;

import lectern.backend.Binary;

/// Functions of two numbers over runs of `float[]`: one loop each, plain enough that the compiler
/// makes vector instructions of it.
final class FloatBinary {

  private FloatBinary() {}

  /// z ← x ∘ y
  static void apply(Binary f, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    switch (f) {
      case ADD -> add(x, xAt, y, yAt, z, zAt, n);
      case SUB -> subtract(x, xAt, y, yAt, z, zAt, n);
      case MUL -> multiply(x, xAt, y, yAt, z, zAt, n);
      case DIV -> divide(x, xAt, y, yAt, z, zAt, n);
      case MAX -> max(x, xAt, y, yAt, z, zAt, n);
      case MIN -> min(x, xAt, y, yAt, z, zAt, n);
      case TANH_GRAD -> tanhGrad(x, xAt, y, yAt, z, zAt, n);
      case SIGMOID_GRAD -> sigmoidGrad(x, xAt, y, yAt, z, zAt, n);
      case RELU_GRAD -> reluGrad(x, xAt, y, yAt, z, zAt, n);
      default -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (float) f.apply(x[xAt + i], y[yAt + i]);
        }
      }
    }
  }

  /// z ← x ∘ b
  static void apply(Binary f, float[] x, int xAt, float b, float[] z, int zAt, int n) {
    switch (f) {
      case ADD -> add(x, xAt, b, z, zAt, n);
      case SUB -> subtract(x, xAt, b, z, zAt, n);
      case MUL -> multiply(x, xAt, b, z, zAt, n);
      case DIV -> divide(x, xAt, b, z, zAt, n);
      case MAX -> max(x, xAt, b, z, zAt, n);
      case MIN -> min(x, xAt, b, z, zAt, n);
      default -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (float) f.apply(x[xAt + i], b);
        }
      }
    }
  }

  /// z ← x ∘ y for the comparisons.
  static void compare(
      Binary f, float[] x, int xAt, float[] y, int yAt, boolean[] z, int zAt, int n) {
    switch (f) {
      case EQ -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] == y[yAt + i];
        }
      }
      case NE -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] != y[yAt + i];
        }
      }
      case LT -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] < y[yAt + i];
        }
      }
      case LE -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] <= y[yAt + i];
        }
      }
      case GT -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] > y[yAt + i];
        }
      }
      case GE -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] >= y[yAt + i];
        }
      }
      default -> throw new IllegalArgumentException(f + " is no comparison");
    }
  }

  private static void add(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] + y[yAt + i];
    }
  }

  private static void subtract(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] - y[yAt + i];
    }
  }

  private static void multiply(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] * y[yAt + i];
    }
  }

  private static void divide(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] / y[yAt + i];
    }
  }

  private static void max(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = Math.max(x[xAt + i], y[yAt + i]);
    }
  }

  private static void min(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = Math.min(x[xAt + i], y[yAt + i]);
    }
  }

  private static void tanhGrad(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] * (1 - y[yAt + i] * y[yAt + i]);
    }
  }

  private static void sigmoidGrad(
      float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] * y[yAt + i] * (1 - y[yAt + i]);
    }
  }

  private static void reluGrad(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = y[yAt + i] > 0 ? x[xAt + i] : 0;
    }
  }

  private static void add(float[] x, int xAt, float b, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] + b;
    }
  }

  private static void subtract(float[] x, int xAt, float b, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] - b;
    }
  }

  private static void multiply(float[] x, int xAt, float b, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] * b;
    }
  }

  private static void divide(float[] x, int xAt, float b, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] / b;
    }
  }

  private static void max(float[] x, int xAt, float b, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = Math.max(x[xAt + i], b);
    }
  }

  private static void min(float[] x, int xAt, float b, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = Math.min(x[xAt + i], b);
    }
  }
}
