package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Simple functions of one number.
final class Simple {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private Simple() {}

  /// z ← −x
  static void negate(float[] x, int xAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.neg().intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      float a = x[xAt + i];
      z[zAt + i] = -a;
    }
  }

  /// z ← |x|
  static void abs(float[] x, int xAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.abs().intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      float a = x[xAt + i];
      z[zAt + i] = Math.abs(a);
    }
  }

  /// z ← the sign of x; zeros and NaN stay as they are.
  static void sign(float[] x, int xAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.blend(1, a.compare(VectorOperators.GT, 0))
          .blend(-1, a.compare(VectorOperators.LT, 0))
          .intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      z[zAt + i] = Math.signum(x[xAt + i]);
    }
  }

  /// z ← √x
  static void sqrt(float[] x, int xAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.sqrt().intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      float a = x[xAt + i];
      z[zAt + i] = (float) Math.sqrt(a);
    }
  }

  /// z ← 1/√x
  static void rsqrt(float[] x, int xAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      FloatVector.broadcast(S, 1).div(a.sqrt()).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      float a = x[xAt + i];
      z[zAt + i] = 1 / (float) Math.sqrt(a);
    }
  }

  /// z ← x²
  static void square(float[] x, int xAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.mul(a).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      float a = x[xAt + i];
      z[zAt + i] = a * a;
    }
  }

  /// z ← 1/x
  static void reciprocal(float[] x, int xAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      FloatVector.broadcast(S, 1).div(a).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      float a = x[xAt + i];
      z[zAt + i] = 1 / a;
    }
  }

  /// z ← max(x, 0)
  static void relu(float[] x, int xAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.blend(0, a.compare(VectorOperators.LE, 0)).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      float a = x[xAt + i];
      z[zAt + i] = a <= 0 ? 0 : a;
    }
  }

  /// z ← x where x > 0, else slope·x
  static void leakyRelu(float slope, float[] x, int xAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      a.mul(slope).blend(a, a.compare(VectorOperators.GT, 0)).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      float a = x[xAt + i];
      z[zAt + i] = a > 0 ? a : slope * a;
    }
  }

  /// z ← x² or x³
  static void power(int p, float[] x, int xAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      var square = a.mul(a);
      (p == 2 ? square : square.mul(a)).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      float a = x[xAt + i];
      z[zAt + i] = p == 2 ? a * a : a * a * a;
    }
  }
}
