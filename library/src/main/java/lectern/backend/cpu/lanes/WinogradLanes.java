package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import lectern.backend.cpu.images.WinogradKernels;

/// Winograd's transforms in vector lanes: sixteen tiles side by side, or sixteen channels of one.
final class WinogradLanes implements WinogradKernels {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /// Every second number of two vectors.
  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(S, i -> 2 * i);

  private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(S, i -> 2 * i + 1);

  /// The way back: numbers of two vectors in turn, the first and the last sixteen.
  private static final VectorShuffle<Float> LOWER = VectorShuffle.fromOp(S, i -> i / 2 + i % 2 * L);

  private static final VectorShuffle<Float> UPPER =
      VectorShuffle.fromOp(S, i -> L / 2 + i / 2 + i % 2 * L);

  /// Of two vectors, the blocks of eight numbers, four, two, one at even places; and at odd places.
  private static final VectorShuffle<Float> FIRST_8 =
      VectorShuffle.fromOp(S, i -> (i & 8) == 0 ? i : i - 8 + L);

  private static final VectorShuffle<Float> SECOND_8 =
      VectorShuffle.fromOp(S, i -> (i & 8) == 0 ? i + 8 : i + L);

  private static final VectorShuffle<Float> FIRST_4 =
      VectorShuffle.fromOp(S, i -> (i & 4) == 0 ? i : i - 4 + L);
  private static final VectorShuffle<Float> SECOND_4 =
      VectorShuffle.fromOp(S, i -> (i & 4) == 0 ? i + 4 : i + L);

  private static final VectorShuffle<Float> FIRST_2 =
      VectorShuffle.fromOp(S, i -> (i & 2) == 0 ? i : i - 2 + L);
  private static final VectorShuffle<Float> SECOND_2 =
      VectorShuffle.fromOp(S, i -> (i & 2) == 0 ? i + 2 : i + L);

  private static final VectorShuffle<Float> FIRST_1 =
      VectorShuffle.fromOp(S, i -> (i & 1) == 0 ? i : i - 1 + L);
  private static final VectorShuffle<Float> SECOND_1 =
      VectorShuffle.fromOp(S, i -> (i & 1) == 0 ? i + 1 : i + L);

  @Override
  public int lanes() {
    return L;
  }

  @Override
  public int run() {
    return 3 * L;
  }

  @Override
  public void split(float[] x, int at, float[] even, int evenAt, float[] odd, int oddAt, int n) {
    for (int i = 0; i < n; i += L) {
      var left = FloatVector.fromArray(S, x, at + 2 * i);
      var right = FloatVector.fromArray(S, x, at + 2 * i + L);
      left.rearrange(EVEN, right).intoArray(even, evenAt + i);
      left.rearrange(ODD, right).intoArray(odd, oddAt + i);
    }
  }

  @Override
  public void input(
      float[] even, float[] odd, int at, int half, int row, float[] v, int vAt, int plane, int n) {
    for (int q = 0; q < n; q += L) {
      int r0 = at + q;
      int r1 = r0 + half;
      int r2 = r0 + row;
      int r3 = r1 + row;
      var d00 = FloatVector.fromArray(S, even, r0);
      var d10 = FloatVector.fromArray(S, even, r1);
      var d20 = FloatVector.fromArray(S, even, r2);
      var d30 = FloatVector.fromArray(S, even, r3);
      var t00 = d00.sub(d20);
      var t10 = d10.add(d20);
      var t20 = d20.sub(d10);
      var t30 = d10.sub(d30);
      var d01 = FloatVector.fromArray(S, odd, r0);
      var d11 = FloatVector.fromArray(S, odd, r1);
      var d21 = FloatVector.fromArray(S, odd, r2);
      var d31 = FloatVector.fromArray(S, odd, r3);
      var t01 = d01.sub(d21);
      var t11 = d11.add(d21);
      var t21 = d21.sub(d11);
      var t31 = d11.sub(d31);
      var d02 = FloatVector.fromArray(S, even, r0 + 1);
      var d12 = FloatVector.fromArray(S, even, r1 + 1);
      var d22 = FloatVector.fromArray(S, even, r2 + 1);
      var d32 = FloatVector.fromArray(S, even, r3 + 1);
      var t02 = d02.sub(d22);
      var t12 = d12.add(d22);
      var t22 = d22.sub(d12);
      var t32 = d12.sub(d32);
      var d03 = FloatVector.fromArray(S, odd, r0 + 1);
      var d13 = FloatVector.fromArray(S, odd, r1 + 1);
      var d23 = FloatVector.fromArray(S, odd, r2 + 1);
      var d33 = FloatVector.fromArray(S, odd, r3 + 1);
      var t03 = d03.sub(d23);
      var t13 = d13.add(d23);
      var t23 = d23.sub(d13);
      var t33 = d13.sub(d33);
      int to = vAt + q;
      t00.sub(t02).intoArray(v, to);
      t01.add(t02).intoArray(v, to + plane);
      t02.sub(t01).intoArray(v, to + 2 * plane);
      t01.sub(t03).intoArray(v, to + 3 * plane);
      t10.sub(t12).intoArray(v, to + 4 * plane);
      t11.add(t12).intoArray(v, to + 5 * plane);
      t12.sub(t11).intoArray(v, to + 6 * plane);
      t11.sub(t13).intoArray(v, to + 7 * plane);
      t20.sub(t22).intoArray(v, to + 8 * plane);
      t21.add(t22).intoArray(v, to + 9 * plane);
      t22.sub(t21).intoArray(v, to + 10 * plane);
      t21.sub(t23).intoArray(v, to + 11 * plane);
      t30.sub(t32).intoArray(v, to + 12 * plane);
      t31.add(t32).intoArray(v, to + 13 * plane);
      t32.sub(t31).intoArray(v, to + 14 * plane);
      t31.sub(t33).intoArray(v, to + 15 * plane);
    }
  }

  @Override
  public void multiply(
      float[] v, int vAt, int row, float[] u, int uAt, int channels, float[] m, int mAt) {
    SmallProducts.multiply(v, vAt, row, u, uAt, channels, m, mAt);
  }

  @Override
  public float output(
      float[] m, int mAt, int plane, float bias, float[] y, int top, int bottom, int n) {
    var b = FloatVector.broadcast(S, bias);
    var odd = FloatVector.zero(S);
    for (int q = 0; q < n; q += L) {
      int i = mAt + q;
      var m00 = FloatVector.fromArray(S, m, i);
      var m10 = FloatVector.fromArray(S, m, i + 4 * plane);
      var m20 = FloatVector.fromArray(S, m, i + 8 * plane);
      var m30 = FloatVector.fromArray(S, m, i + 12 * plane);
      var t00 = m00.add(m10).add(m20);
      var t10 = m10.sub(m20).sub(m30);
      var m01 = FloatVector.fromArray(S, m, i + plane);
      var m11 = FloatVector.fromArray(S, m, i + 5 * plane);
      var m21 = FloatVector.fromArray(S, m, i + 9 * plane);
      var m31 = FloatVector.fromArray(S, m, i + 13 * plane);
      var t01 = m01.add(m11).add(m21);
      var t11 = m11.sub(m21).sub(m31);
      var m02 = FloatVector.fromArray(S, m, i + 2 * plane);
      var m12 = FloatVector.fromArray(S, m, i + 6 * plane);
      var m22 = FloatVector.fromArray(S, m, i + 10 * plane);
      var m32 = FloatVector.fromArray(S, m, i + 14 * plane);
      var t02 = m02.add(m12).add(m22);
      var t12 = m12.sub(m22).sub(m32);
      var m03 = FloatVector.fromArray(S, m, i + 3 * plane);
      var m13 = FloatVector.fromArray(S, m, i + 7 * plane);
      var m23 = FloatVector.fromArray(S, m, i + 11 * plane);
      var m33 = FloatVector.fromArray(S, m, i + 15 * plane);
      var t03 = m03.add(m13).add(m23);
      var t13 = m13.sub(m23).sub(m33);
      var y00 = t00.add(t01).add(t02).add(b);
      var y01 = t01.sub(t02).sub(t03).add(b);
      var y10 = t10.add(t11).add(t12).add(b);
      var y11 = t11.sub(t12).sub(t13).add(b);
      y00.rearrange(LOWER, y01).intoArray(y, top + 2 * q);
      y00.rearrange(UPPER, y01).intoArray(y, top + 2 * q + L);
      y10.rearrange(LOWER, y11).intoArray(y, bottom + 2 * q);
      y10.rearrange(UPPER, y11).intoArray(y, bottom + 2 * q + L);

      // Infinity times 0 is NaN, and stays.
      var sum = y00.mul(0f).add(y01.mul(0f)).add(y10.mul(0f)).add(y11.mul(0f));
      odd = q + L <= n ? odd.add(sum) : odd.add(sum, S.indexInRange(q, n));
    }
    return Sums.inOrder(odd);
  }

  @Override
  public void turn(float[] x, int at, int plane, float[] out, int outAt, int n) {
    for (int q = 0; q < n; q += L) {
      int from = at + q;
      var a0 = FloatVector.fromArray(S, x, from);
      var a1 = FloatVector.fromArray(S, x, from + plane);
      var a2 = FloatVector.fromArray(S, x, from + 2 * plane);
      var a3 = FloatVector.fromArray(S, x, from + 3 * plane);
      var a4 = FloatVector.fromArray(S, x, from + 4 * plane);
      var a5 = FloatVector.fromArray(S, x, from + 5 * plane);
      var a6 = FloatVector.fromArray(S, x, from + 6 * plane);
      var a7 = FloatVector.fromArray(S, x, from + 7 * plane);
      var a8 = FloatVector.fromArray(S, x, from + 8 * plane);
      var a9 = FloatVector.fromArray(S, x, from + 9 * plane);
      var a10 = FloatVector.fromArray(S, x, from + 10 * plane);
      var a11 = FloatVector.fromArray(S, x, from + 11 * plane);
      var a12 = FloatVector.fromArray(S, x, from + 12 * plane);
      var a13 = FloatVector.fromArray(S, x, from + 13 * plane);
      var a14 = FloatVector.fromArray(S, x, from + 14 * plane);
      var a15 = FloatVector.fromArray(S, x, from + 15 * plane);
      var b0 = a0.rearrange(FIRST_8, a8);
      var b8 = a0.rearrange(SECOND_8, a8);
      var b1 = a1.rearrange(FIRST_8, a9);
      var b9 = a1.rearrange(SECOND_8, a9);
      var b2 = a2.rearrange(FIRST_8, a10);
      var b10 = a2.rearrange(SECOND_8, a10);
      var b3 = a3.rearrange(FIRST_8, a11);
      var b11 = a3.rearrange(SECOND_8, a11);
      var b4 = a4.rearrange(FIRST_8, a12);
      var b12 = a4.rearrange(SECOND_8, a12);
      var b5 = a5.rearrange(FIRST_8, a13);
      var b13 = a5.rearrange(SECOND_8, a13);
      var b6 = a6.rearrange(FIRST_8, a14);
      var b14 = a6.rearrange(SECOND_8, a14);
      var b7 = a7.rearrange(FIRST_8, a15);
      var b15 = a7.rearrange(SECOND_8, a15);
      var c0 = b0.rearrange(FIRST_4, b4);
      var c4 = b0.rearrange(SECOND_4, b4);
      var c1 = b1.rearrange(FIRST_4, b5);
      var c5 = b1.rearrange(SECOND_4, b5);
      var c2 = b2.rearrange(FIRST_4, b6);
      var c6 = b2.rearrange(SECOND_4, b6);
      var c3 = b3.rearrange(FIRST_4, b7);
      var c7 = b3.rearrange(SECOND_4, b7);
      var c8 = b8.rearrange(FIRST_4, b12);
      var c12 = b8.rearrange(SECOND_4, b12);
      var c9 = b9.rearrange(FIRST_4, b13);
      var c13 = b9.rearrange(SECOND_4, b13);
      var c10 = b10.rearrange(FIRST_4, b14);
      var c14 = b10.rearrange(SECOND_4, b14);
      var c11 = b11.rearrange(FIRST_4, b15);
      var c15 = b11.rearrange(SECOND_4, b15);
      var d0 = c0.rearrange(FIRST_2, c2);
      var d2 = c0.rearrange(SECOND_2, c2);
      var d1 = c1.rearrange(FIRST_2, c3);
      var d3 = c1.rearrange(SECOND_2, c3);
      var d4 = c4.rearrange(FIRST_2, c6);
      var d6 = c4.rearrange(SECOND_2, c6);
      var d5 = c5.rearrange(FIRST_2, c7);
      var d7 = c5.rearrange(SECOND_2, c7);
      var d8 = c8.rearrange(FIRST_2, c10);
      var d10 = c8.rearrange(SECOND_2, c10);
      var d9 = c9.rearrange(FIRST_2, c11);
      var d11 = c9.rearrange(SECOND_2, c11);
      var d12 = c12.rearrange(FIRST_2, c14);
      var d14 = c12.rearrange(SECOND_2, c14);
      var d13 = c13.rearrange(FIRST_2, c15);
      var d15 = c13.rearrange(SECOND_2, c15);
      var e0 = d0.rearrange(FIRST_1, d1);
      var e1 = d0.rearrange(SECOND_1, d1);
      var e2 = d2.rearrange(FIRST_1, d3);
      var e3 = d2.rearrange(SECOND_1, d3);
      var e4 = d4.rearrange(FIRST_1, d5);
      var e5 = d4.rearrange(SECOND_1, d5);
      var e6 = d6.rearrange(FIRST_1, d7);
      var e7 = d6.rearrange(SECOND_1, d7);
      var e8 = d8.rearrange(FIRST_1, d9);
      var e9 = d8.rearrange(SECOND_1, d9);
      var e10 = d10.rearrange(FIRST_1, d11);
      var e11 = d10.rearrange(SECOND_1, d11);
      var e12 = d12.rearrange(FIRST_1, d13);
      var e13 = d12.rearrange(SECOND_1, d13);
      var e14 = d14.rearrange(FIRST_1, d15);
      var e15 = d14.rearrange(SECOND_1, d15);
      int to = outAt + q * L;
      e0.intoArray(out, to);
      e1.intoArray(out, to + L);
      e2.intoArray(out, to + 2 * L);
      e3.intoArray(out, to + 3 * L);
      e4.intoArray(out, to + 4 * L);
      e5.intoArray(out, to + 5 * L);
      e6.intoArray(out, to + 6 * L);
      e7.intoArray(out, to + 7 * L);
      e8.intoArray(out, to + 8 * L);
      e9.intoArray(out, to + 9 * L);
      e10.intoArray(out, to + 10 * L);
      e11.intoArray(out, to + 11 * L);
      e12.intoArray(out, to + 12 * L);
      e13.intoArray(out, to + 13 * L);
      e14.intoArray(out, to + 14 * L);
      e15.intoArray(out, to + 15 * L);
    }
  }

  @Override
  public void gradient(
      float[] g, int at, int half, float[] w, int wAt, int width, int plane, int n) {
    for (int q = 0; q < n; q++) {
      int upper = at + 2 * q * L;
      int lower = upper + half;
      int to = wAt + q * width;
      var y00 = FloatVector.fromArray(S, g, upper);
      var y01 = FloatVector.fromArray(S, g, upper + L);
      var y10 = FloatVector.fromArray(S, g, lower);
      var y11 = FloatVector.fromArray(S, g, lower + L);
      var t10 = y00.add(y10);
      var t20 = y00.sub(y10);
      var t30 = y10.neg();
      var t11 = y01.add(y11);
      var t21 = y01.sub(y11);
      var t31 = y11.neg();
      y00.intoArray(w, to);
      y00.add(y01).intoArray(w, to + plane);
      y00.sub(y01).intoArray(w, to + 2 * plane);
      y01.neg().intoArray(w, to + 3 * plane);
      t10.intoArray(w, to + 4 * plane);
      t10.add(t11).intoArray(w, to + 5 * plane);
      t10.sub(t11).intoArray(w, to + 6 * plane);
      t11.neg().intoArray(w, to + 7 * plane);
      t20.intoArray(w, to + 8 * plane);
      t20.add(t21).intoArray(w, to + 9 * plane);
      t20.sub(t21).intoArray(w, to + 10 * plane);
      t21.neg().intoArray(w, to + 11 * plane);
      t30.intoArray(w, to + 12 * plane);
      t30.add(t31).intoArray(w, to + 13 * plane);
      t30.sub(t31).intoArray(w, to + 14 * plane);
      y11.intoArray(w, to + 15 * plane);
    }
  }

  @Override
  public void correlate(
      float[] v, int vAt, int row, float[] w, int wAt, int width, int n, float[] out, int outAt) {
    SmallProducts.correlate(v, vAt, row, w, wAt, width, n, out, outAt);
  }
}
