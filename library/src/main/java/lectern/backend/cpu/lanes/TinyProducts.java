package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Products of tiny matrices: eight columns and four rows of the result in registers. Where what is
/// left is narrower than a vector, the last vector overlaps the one before it.
final class TinyProducts {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
  private static final int L = S.length();

  private TinyProducts() {}

  /// See [lectern.backend.cpu.FloatKernels#multiply].
  static void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow) {
    for (int j = 0; j < n; j += L) {
      int column = Math.min(j, n - L);
      int i = 0;
      for (; i <= m - 4; i += 4) {
        var s0 = FloatVector.zero(S);
        var s1 = FloatVector.zero(S);
        var s2 = FloatVector.zero(S);
        var s3 = FloatVector.zero(S);
        int x = aAt + i * aRow;
        int y = bAt + column;
        for (int p = 0; p < k; p++) {
          var v = FloatVector.fromArray(S, b, y);
          s0 = v.fma(FloatVector.broadcast(S, a[x]), s0);
          s1 = v.fma(FloatVector.broadcast(S, a[x + aRow]), s1);
          s2 = v.fma(FloatVector.broadcast(S, a[x + 2 * aRow]), s2);
          s3 = v.fma(FloatVector.broadcast(S, a[x + 3 * aRow]), s3);
          x += aColumn;
          y += bRow;
        }
        int to = cAt + i * cRow + column;
        s0.intoArray(c, to);
        s1.intoArray(c, to + cRow);
        s2.intoArray(c, to + 2 * cRow);
        s3.intoArray(c, to + 3 * cRow);
      }
      for (; i < m; i++) {
        var sum = FloatVector.zero(S);
        int x = aAt + i * aRow;
        int y = bAt + column;
        for (int p = 0; p < k; p++) {
          sum = FloatVector.fromArray(S, b, y).fma(FloatVector.broadcast(S, a[x]), sum);
          x += aColumn;
          y += bRow;
        }
        sum.intoArray(c, cAt + i * cRow + column);
      }
    }
  }
}
