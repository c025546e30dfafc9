package lectern.backend.cpu.lanes;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

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

  /// The numbers of two vectors in turn: those that come first, and the rest.
  private static final VectorShuffle<Float> FIRST = turn(0);

  private static final VectorShuffle<Float> REST = turn(L / 2);

  private Squares() {}

  private static VectorShuffle<Float> turn(int from) {
    return VectorShuffle.fromOp(S, i -> from + i / 2 + i % 2 * L);
  }

  /// The first of the largest of each square; see [lectern.backend.cpu.FloatKernels#largest].
  ///
  /// A row's last vector may reach beyond it: what it writes there, the next row writes anew. Rows
  /// are short, often of one vector; loops within loops would take twice the time.
  static int largest(
      float[] x, int at, int planes, int height, int width, float[] out, int[] places, int outAt) {
    int down = height / 2;
    int across = width / 2;
    int turns = planes * down * ((across + L - 1) / L);
    int end = outAt + planes * down * across;
    var steps = IntVector.zero(I).addIndex(2);
    int row = 0;
    int corner = 0;
    int first = at;
    int to = outAt;
    int done = 0;
    for (int turn = 0; turn < turns; turn++) {
      int i = first + 2 * done;
      if (to + done + L > end || i + width + 2 * L > x.length) {
        return to + done - outAt;
      }
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
      a.blend(c, lower).intoArray(out, to + done);
      var above = place.blend(place.add(1), top.cast(I));
      var below = place.add(width).blend(place.add(width + 1), bottom.cast(I));
      above.blend(below, lower.cast(I)).intoArray(places, to + done);
      done += L;
      if (done >= across) {
        done = 0;
        to += across;
        first += 2 * width;
        corner += 2 * width;
        row++;
        if (row == down) {
          row = 0;
          corner = 0;
          first += height % 2 * width;
        }
      }
    }
    return end - outAt;
  }

  /// Each square's number in its place, zeros in the other three; see
  /// [lectern.backend.cpu.FloatKernels#spread]. From right to left, so that what a row's last
  /// vector writes too far is written anew: by the row below, or the next square's.
  static int spread(
      float[] g,
      int at,
      int[] places,
      int placesAt,
      int rows,
      int down,
      int across,
      float[] out,
      int outAt) {
    int width = 2 * across;
    int last = (across - 1) / L * L;
    int turns = rows * (last / L + 1);
    var lane = IntVector.zero(I).addIndex(1);
    var steps = lane.add(lane);
    int row = 0;
    int corner = 0;
    int from = 0;
    int done = last;
    for (int turn = 0; turn < turns; turn++) {
      if (from + done + L > rows * across) {
        return from / across;
      }
      var up = FloatVector.fromArray(S, g, at + from + done);
      var place = IntVector.fromArray(I, places, placesAt + from + done);
      var step = place.sub(steps.add(corner + 2 * done));
      var a = step.compare(EQ, 0);
      var b = step.compare(EQ, 1);
      var c = step.compare(EQ, width);
      var d = step.compare(EQ, width + 1);
      var elsewhere = lane.compare(LT, across - done).andNot(a.or(b).or(c.or(d)));
      if (elsewhere.anyTrue()) {
        return -1;
      }
      var even = FloatVector.zero(S).blend(up, a.cast(S));
      var odd = FloatVector.zero(S).blend(up, b.cast(S));
      int to = outAt + 4 * from + 2 * done;
      even.rearrange(FIRST, odd).intoArray(out, to);
      even.rearrange(REST, odd).intoArray(out, to + L);
      even = FloatVector.zero(S).blend(up, c.cast(S));
      odd = FloatVector.zero(S).blend(up, d.cast(S));
      even.rearrange(FIRST, odd).intoArray(out, to + width);
      even.rearrange(REST, odd).intoArray(out, to + width + L);
      done -= L;
      if (done < 0) {
        done = last;
        from += across;
        corner += 2 * width;
        row++;
        if (row == down) {
          row = 0;
          corner = 0;
        }
      }
    }
    return rows;
  }

  /// Where y is larger than x, or NaN and x is not.
  private static VectorMask<Float> larger(FloatVector y, FloatVector x) {
    return x.compare(EQ, x).andNot(y.compare(LE, x));
  }
}
