package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Short rows, too short for `arraycopy` to be worth its call.
final class Copies {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private Copies() {}

  /// See [lectern.backend.cpu.FloatKernels#copyRows].
  static void rows(
      float[] x, int at, int step, float[] out, int outAt, int outStep, int n, int rows) {
    if (n < L) {
      var mask = S.indexInRange(0, n);
      for (int r = 0; r < rows; r++) {
        FloatVector.fromArray(S, x, at + r * step, mask).intoArray(out, outAt + r * outStep, mask);
      }
      return;
    }
    for (int r = 0; r < rows; r++) {
      int from = at + r * step;
      int to = outAt + r * outStep;
      for (int j = 0; j < n - L; j += L) {
        FloatVector.fromArray(S, x, from + j).intoArray(out, to + j);
      }
      FloatVector.fromArray(S, x, from + n - L).intoArray(out, to + n - L);
    }
  }
}
