package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Sums, products and their kin. Plain loops would do if the arrays' places were equal: where they
/// differ, the compiler fears that the arrays overlap and works one element at a time.
final class Arithmetic {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private Arithmetic() {}

  /// z ← x + y
  static void add(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.add(FloatVector.fromArray(S, y, yAt + i)).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = x[xAt + i] + y[yAt + i];
    }
  }

  /// z ← x − y
  static void subtract(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.sub(FloatVector.fromArray(S, y, yAt + i)).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = x[xAt + i] - y[yAt + i];
    }
  }

  /// z ← x·y
  static void multiply(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.mul(FloatVector.fromArray(S, y, yAt + i)).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = x[xAt + i] * y[yAt + i];
    }
  }

  /// z ← x/y
  static void divide(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.div(FloatVector.fromArray(S, y, yAt + i)).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = x[xAt + i] / y[yAt + i];
    }
  }

  /// z ← x where y > 0, else 0
  static void reluGrad(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      var b = FloatVector.fromArray(S, y, yAt + i);
      FloatVector.zero(S).blend(a, b.compare(VectorOperators.GT, 0)).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = y[yAt + i] > 0 ? x[xAt + i] : 0;
    }
  }

  /// z ← x + y with one y for the whole run
  static void add(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    var b = FloatVector.broadcast(S, y);
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(S, x, xAt + i).add(b).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = x[xAt + i] + y;
    }
  }

  /// z ← x − y with one y for the whole run
  static void subtract(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    var b = FloatVector.broadcast(S, y);
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(S, x, xAt + i).sub(b).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = x[xAt + i] - y;
    }
  }

  /// z ← x·y with one y for the whole run
  static void multiply(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    var b = FloatVector.broadcast(S, y);
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(S, x, xAt + i).mul(b).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = x[xAt + i] * y;
    }
  }

  /// z ← x/y with one y for the whole run
  static void divide(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    var b = FloatVector.broadcast(S, y);
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(S, x, xAt + i).div(b).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = x[xAt + i] / y;
    }
  }

  /// y ← y + alpha·x
  static void addScaled(float alpha, float[] x, int xAt, float[] y, int yAt, int n) {
    var factor = FloatVector.broadcast(S, alpha);
    int i = 0;
    for (; i <= n - L; i += L) {
      var product = FloatVector.fromArray(S, x, xAt + i).mul(factor);
      FloatVector.fromArray(S, y, yAt + i).add(product).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] += alpha * x[xAt + i];
    }
  }

  /// z ← max(x, y), NaN if there is one.
  static void max(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.max(FloatVector.fromArray(S, y, yAt + i)).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = Math.max(x[xAt + i], y[yAt + i]);
    }
  }

  /// z ← min(x, y), NaN if there is one.
  static void min(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.min(FloatVector.fromArray(S, y, yAt + i)).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = Math.min(x[xAt + i], y[yAt + i]);
    }
  }

  /// `z[i, j] ← x[i] + y[j]`. The last vector of a line goes back over its neighbours; lines
  /// shorter than a vector spill into the next, which is written after them.
  static void outerSum(float[] x, int xAt, int m, float[] y, int yAt, int n, float[] z, int zAt) {
    if (n < L) {
      var mask = S.indexInRange(0, n);
      var b = FloatVector.fromArray(S, y, yAt, mask);
      int safe = m * n - L;
      for (int i = 0; i < m; i++) {
        var sum = b.add(x[xAt + i]);
        if (i * n <= safe) {
          sum.intoArray(z, zAt + i * n);
        } else {
          sum.intoArray(z, zAt + i * n, mask);
        }
      }
      return;
    }
    for (int i = 0; i < m; i++) {
      var a = FloatVector.broadcast(S, x[xAt + i]);
      int line = zAt + i * n;
      for (int j = 0; j <= n - L; j += L) {
        a.add(FloatVector.fromArray(S, y, yAt + j)).intoArray(z, line + j);
      }
      a.add(FloatVector.fromArray(S, y, yAt + n - L)).intoArray(z, line + n - L);
    }
  }
}
