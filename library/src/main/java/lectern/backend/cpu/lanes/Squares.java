package lectern.backend.cpu.lanes;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Squares of 2×2 pixels, a vector of them at a time.
final class Squares {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /// Every second number of two vectors.
  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(S, i -> 2 * i);

  private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(S, i -> 2 * i + 1);

  private Squares() {}

  /// The first of the largest of each square; see [lectern.backend.cpu.FloatKernels#squares].
  static int largest(
      float[] x,
      int at,
      int corner,
      int width,
      float[] out,
      int[] places,
      int outAt,
      int n,
      int room) {
    var steps = IntVector.zero(I).addIndex(2);
    int done = 0;
    int first = at + corner;
    while (done < n && done + L <= room && first + width + 2 * (done + L) <= x.length) {
      int i = first + 2 * done;
      var left = FloatVector.fromArray(S, x, i);
      var right = FloatVector.fromArray(S, x, i + L);
      var a = left.rearrange(EVEN, right);
      var b = left.rearrange(ODD, right);
      left = FloatVector.fromArray(S, x, i + width);
      right = FloatVector.fromArray(S, x, i + width + L);
      var c = left.rearrange(EVEN, right);
      var d = left.rearrange(ODD, right);
      var place = steps.add(corner + 2 * done);
      var top = larger(b, a);
      var bottom = larger(d, c);
      a = a.blend(b, top);
      c = c.blend(d, bottom);
      var lower = larger(c, a);
      a.blend(c, lower).intoArray(out, outAt + done);
      var above = place.blend(place.add(1), top.cast(I));
      var below = place.add(width).blend(place.add(width + 1), bottom.cast(I));
      above.blend(below, lower.cast(I)).intoArray(places, outAt + done);
      done += L;
    }
    return Math.min(done, n);
  }

  /// Where y is larger than x, or NaN and x is not.
  private static VectorMask<Float> larger(FloatVector y, FloatVector x) {
    return x.compare(EQ, x).andNot(y.compare(LE, x));
  }
}
