package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Comparisons and choices, a vector of truth values at a time; whole vectors only.
final class Truths {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private Truths() {}

  static void equal(float[] x, int xAt, float[] y, int yAt, boolean[] z, int zAt, int n) {
    for (int i = 0; i < n; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      var b = FloatVector.fromArray(S, y, yAt + i);
      a.compare(VectorOperators.EQ, b).intoArray(z, zAt + i);
    }
  }

  static void unequal(float[] x, int xAt, float[] y, int yAt, boolean[] z, int zAt, int n) {
    for (int i = 0; i < n; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      var b = FloatVector.fromArray(S, y, yAt + i);
      a.compare(VectorOperators.NE, b).intoArray(z, zAt + i);
    }
  }

  static void less(float[] x, int xAt, float[] y, int yAt, boolean[] z, int zAt, int n) {
    for (int i = 0; i < n; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      var b = FloatVector.fromArray(S, y, yAt + i);
      a.compare(VectorOperators.LT, b).intoArray(z, zAt + i);
    }
  }

  static void lessOrEqual(float[] x, int xAt, float[] y, int yAt, boolean[] z, int zAt, int n) {
    for (int i = 0; i < n; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      var b = FloatVector.fromArray(S, y, yAt + i);
      a.compare(VectorOperators.LE, b).intoArray(z, zAt + i);
    }
  }

  /// z ← x where the condition holds, else y
  static void choose(
      boolean[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i += L) {
      var a = FloatVector.fromArray(S, x, xAt + i);
      var b = FloatVector.fromArray(S, y, yAt + i);
      b.blend(a, VectorMask.fromArray(S, c, cAt + i)).intoArray(z, zAt + i);
    }
  }
}
