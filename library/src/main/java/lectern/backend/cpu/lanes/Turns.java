package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// Sixteen images beside each other and back: transposition of 16×16 numbers at a time, in four
/// steps that exchange blocks of eight, four, two numbers and single ones between pairs of rows.
///
/// Two steps touch four rows only; the two halves are loops of their own, small enough for the
/// compiler.
final class Turns {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;

  private static final int L = S.length();

  private static final IntVector LEFT8 = picks(8, 0);
  private static final IntVector RIGHT8 = picks(8, 1);
  private static final IntVector LEFT4 = picks(4, 0);
  private static final IntVector RIGHT4 = picks(4, 1);
  private static final IntVector LEFT2 = picks(2, 0);
  private static final IntVector RIGHT2 = picks(2, 1);
  private static final IntVector LEFT1 = picks(1, 0);
  private static final IntVector RIGHT1 = picks(1, 1);

  private Turns() {}

  /// Of two rows cut into blocks, the even or the odd blocks of both, in turn.
  private static IntVector picks(int block, int odd) {
    var picks = new int[L];
    for (int i = 0; i < L; i++) {
      picks[i] = (i & block) == 0 ? i + odd * block : L + i - block + odd * block;
    }
    return IntVector.fromArray(IntVector.SPECIES_512, picks, 0);
  }

  /// See [lectern.backend.cpu.images.ConvolutionKernels#toLanes].
  static void toLanes(
      float[] x, int[] from, int at, int n, int live, float[] out, int outAt, int[] places) {
    var half = new float[L * L];
    var mask = IntVector.zero(IntVector.SPECIES_512);
    mask = mask.blend(-1, IntVector.SPECIES_512.indexInRange(0, live));
    for (int done = 0; done < n; done += L) {
      int k = Math.min(done, n - L);
      for (int i = 0; i < 4; i++) {
        firstHalf(
            x,
            from[i] + at + k,
            from[i + 4] + at + k,
            from[i + 8] + at + k,
            from[i + 12] + at + k,
            half,
            i * L);
      }
      for (int i = 0; i < L; i += 4) {
        secondHalf(
            half,
            i * L,
            mask,
            out,
            outAt + places[k + i],
            outAt + places[k + i + 1],
            outAt + places[k + i + 2],
            outAt + places[k + i + 3]);
      }
    }
  }

  /// See [lectern.backend.cpu.images.ConvolutionKernels#fromLanes].
  static void fromLanes(float[] x, int at, int n, float[] out, int[] to, int outAt) {
    var half = new float[L * L];
    var all = IntVector.broadcast(IntVector.SPECIES_512, -1);
    for (int done = 0; done < n; done += L) {
      int k = Math.min(done, n - L);
      for (int i = 0; i < 4; i++) {
        int row = at + (k + i) * L;
        firstHalf(x, row, row + 4 * L, row + 8 * L, row + 12 * L, half, i * L);
      }
      for (int i = 0; i < L; i += 4) {
        int column = outAt + k;
        secondHalf(
            half,
            i * L,
            all,
            out,
            to[i] + column,
            to[i + 1] + column,
            to[i + 2] + column,
            to[i + 3] + column);
      }
    }
  }

  /// See [lectern.backend.cpu.images.ConvolutionKernels#sumLanes].
  static void sumLanes(float[] x, int at, int n, float[] out, int outAt) {
    var half = new float[4 * L];
    for (int k = 0; k < n; k += L) {
      for (int i = 0; i < 4; i++) {
        int row = at + (k + i) * L;
        var a = FloatVector.fromArray(S, x, row).reinterpretAsInts();
        var b = FloatVector.fromArray(S, x, row + 4 * L).reinterpretAsInts();
        var c = FloatVector.fromArray(S, x, row + 8 * L).reinterpretAsInts();
        var d = FloatVector.fromArray(S, x, row + 12 * L).reinterpretAsInts();
        var ac = summed(LEFT8.selectFrom(a, c), RIGHT8.selectFrom(a, c));
        var bd = summed(LEFT8.selectFrom(b, d), RIGHT8.selectFrom(b, d));
        var sum = summed(LEFT4.selectFrom(ac, bd), RIGHT4.selectFrom(ac, bd));
        sum.reinterpretAsFloats().intoArray(half, i * L);
      }
      var a = FloatVector.fromArray(S, half, 0).reinterpretAsInts();
      var b = FloatVector.fromArray(S, half, L).reinterpretAsInts();
      var c = FloatVector.fromArray(S, half, 2 * L).reinterpretAsInts();
      var d = FloatVector.fromArray(S, half, 3 * L).reinterpretAsInts();
      var ac = summed(LEFT2.selectFrom(a, c), RIGHT2.selectFrom(a, c));
      var bd = summed(LEFT2.selectFrom(b, d), RIGHT2.selectFrom(b, d));
      var sum = summed(LEFT1.selectFrom(ac, bd), RIGHT1.selectFrom(ac, bd));
      sum.reinterpretAsFloats().intoArray(out, outAt + k);
    }
  }

  private static IntVector summed(IntVector a, IntVector b) {
    return a.reinterpretAsFloats().add(b.reinterpretAsFloats()).reinterpretAsInts();
  }

  private static void firstHalf(float[] x, int a, int b, int c, int d, float[] out, int at) {
    var va = FloatVector.fromArray(S, x, a).reinterpretAsInts();
    var vb = FloatVector.fromArray(S, x, b).reinterpretAsInts();
    var vc = FloatVector.fromArray(S, x, c).reinterpretAsInts();
    var vd = FloatVector.fromArray(S, x, d).reinterpretAsInts();
    var ac = LEFT8.selectFrom(va, vc);
    var ca = RIGHT8.selectFrom(va, vc);
    var bd = LEFT8.selectFrom(vb, vd);
    var db = RIGHT8.selectFrom(vb, vd);
    LEFT4.selectFrom(ac, bd).reinterpretAsFloats().intoArray(out, at);
    RIGHT4.selectFrom(ac, bd).reinterpretAsFloats().intoArray(out, at + 4 * L);
    LEFT4.selectFrom(ca, db).reinterpretAsFloats().intoArray(out, at + 8 * L);
    RIGHT4.selectFrom(ca, db).reinterpretAsFloats().intoArray(out, at + 12 * L);
  }

  private static void secondHalf(
      float[] x, int at, IntVector mask, float[] out, int a, int b, int c, int d) {
    var va = FloatVector.fromArray(S, x, at).reinterpretAsInts();
    var vb = FloatVector.fromArray(S, x, at + L).reinterpretAsInts();
    var vc = FloatVector.fromArray(S, x, at + 2 * L).reinterpretAsInts();
    var vd = FloatVector.fromArray(S, x, at + 3 * L).reinterpretAsInts();
    var ac = LEFT2.selectFrom(va, vc);
    var ca = RIGHT2.selectFrom(va, vc);
    var bd = LEFT2.selectFrom(vb, vd);
    var db = RIGHT2.selectFrom(vb, vd);
    LEFT1.selectFrom(ac, bd).and(mask).reinterpretAsFloats().intoArray(out, a);
    RIGHT1.selectFrom(ac, bd).and(mask).reinterpretAsFloats().intoArray(out, b);
    LEFT1.selectFrom(ca, db).and(mask).reinterpretAsFloats().intoArray(out, c);
    RIGHT1.selectFrom(ca, db).and(mask).reinterpretAsFloats().intoArray(out, d);
  }
}
