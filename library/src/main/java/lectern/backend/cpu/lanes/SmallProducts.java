package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Products of matrices that lie in the cache, sums in registers. Written out, because an array of
/// vectors would not stay in registers.
final class SmallProducts {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private SmallProducts() {}

  /// See [lectern.backend.cpu.images.WinogradKernels#multiply].
  static void multiply(
      float[] v, int vAt, int row, float[] u, int uAt, int channels, float[] m, int mAt) {
    var s00 = FloatVector.zero(S);
    var s01 = FloatVector.zero(S);
    var s02 = FloatVector.zero(S);
    var s10 = FloatVector.zero(S);
    var s11 = FloatVector.zero(S);
    var s12 = FloatVector.zero(S);
    var s20 = FloatVector.zero(S);
    var s21 = FloatVector.zero(S);
    var s22 = FloatVector.zero(S);
    var s30 = FloatVector.zero(S);
    var s31 = FloatVector.zero(S);
    var s32 = FloatVector.zero(S);
    var s40 = FloatVector.zero(S);
    var s41 = FloatVector.zero(S);
    var s42 = FloatVector.zero(S);
    var s50 = FloatVector.zero(S);
    var s51 = FloatVector.zero(S);
    var s52 = FloatVector.zero(S);
    var s60 = FloatVector.zero(S);
    var s61 = FloatVector.zero(S);
    var s62 = FloatVector.zero(S);
    var s70 = FloatVector.zero(S);
    var s71 = FloatVector.zero(S);
    var s72 = FloatVector.zero(S);
    int x = vAt;
    int weight = uAt;
    for (int c = 0; c < channels; c++) {
      var a = FloatVector.fromArray(S, v, x);
      var b = FloatVector.fromArray(S, v, x + L);
      var e = FloatVector.fromArray(S, v, x + 2 * L);
      var u0 = FloatVector.broadcast(S, u[weight]);
      s00 = a.fma(u0, s00);
      s01 = b.fma(u0, s01);
      s02 = e.fma(u0, s02);
      var u1 = FloatVector.broadcast(S, u[weight + 1]);
      s10 = a.fma(u1, s10);
      s11 = b.fma(u1, s11);
      s12 = e.fma(u1, s12);
      var u2 = FloatVector.broadcast(S, u[weight + 2]);
      s20 = a.fma(u2, s20);
      s21 = b.fma(u2, s21);
      s22 = e.fma(u2, s22);
      var u3 = FloatVector.broadcast(S, u[weight + 3]);
      s30 = a.fma(u3, s30);
      s31 = b.fma(u3, s31);
      s32 = e.fma(u3, s32);
      var u4 = FloatVector.broadcast(S, u[weight + 4]);
      s40 = a.fma(u4, s40);
      s41 = b.fma(u4, s41);
      s42 = e.fma(u4, s42);
      var u5 = FloatVector.broadcast(S, u[weight + 5]);
      s50 = a.fma(u5, s50);
      s51 = b.fma(u5, s51);
      s52 = e.fma(u5, s52);
      var u6 = FloatVector.broadcast(S, u[weight + 6]);
      s60 = a.fma(u6, s60);
      s61 = b.fma(u6, s61);
      s62 = e.fma(u6, s62);
      var u7 = FloatVector.broadcast(S, u[weight + 7]);
      s70 = a.fma(u7, s70);
      s71 = b.fma(u7, s71);
      s72 = e.fma(u7, s72);
      weight += 8;
      x += row;
    }
    int to = mAt;
    s00.intoArray(m, to);
    s01.intoArray(m, to + L);
    s02.intoArray(m, to + 2 * L);
    to += row;
    s10.intoArray(m, to);
    s11.intoArray(m, to + L);
    s12.intoArray(m, to + 2 * L);
    to += row;
    s20.intoArray(m, to);
    s21.intoArray(m, to + L);
    s22.intoArray(m, to + 2 * L);
    to += row;
    s30.intoArray(m, to);
    s31.intoArray(m, to + L);
    s32.intoArray(m, to + 2 * L);
    to += row;
    s40.intoArray(m, to);
    s41.intoArray(m, to + L);
    s42.intoArray(m, to + 2 * L);
    to += row;
    s50.intoArray(m, to);
    s51.intoArray(m, to + L);
    s52.intoArray(m, to + 2 * L);
    to += row;
    s60.intoArray(m, to);
    s61.intoArray(m, to + L);
    s62.intoArray(m, to + 2 * L);
    to += row;
    s70.intoArray(m, to);
    s71.intoArray(m, to + L);
    s72.intoArray(m, to + 2 * L);
  }

  /// See [lectern.backend.cpu.images.WinogradKernels#correlate].
  static void correlate(
      float[] v, int vAt, int row, float[] w, int wAt, int width, int n, float[] out, int outAt) {
    int c0 = vAt;
    int c1 = c0 + row;
    int c2 = c1 + row;
    int c3 = c2 + row;
    int c4 = c3 + row;
    int c5 = c4 + row;
    int c6 = c5 + row;
    int c7 = c6 + row;
    var s0a = FloatVector.fromArray(S, out, outAt);
    var s0b = FloatVector.fromArray(S, out, outAt + L);
    var s1a = FloatVector.fromArray(S, out, outAt + 2 * L);
    var s1b = FloatVector.fromArray(S, out, outAt + 3 * L);
    var s2a = FloatVector.fromArray(S, out, outAt + 4 * L);
    var s2b = FloatVector.fromArray(S, out, outAt + 5 * L);
    var s3a = FloatVector.fromArray(S, out, outAt + 6 * L);
    var s3b = FloatVector.fromArray(S, out, outAt + 7 * L);
    var s4a = FloatVector.fromArray(S, out, outAt + 8 * L);
    var s4b = FloatVector.fromArray(S, out, outAt + 9 * L);
    var s5a = FloatVector.fromArray(S, out, outAt + 10 * L);
    var s5b = FloatVector.fromArray(S, out, outAt + 11 * L);
    var s6a = FloatVector.fromArray(S, out, outAt + 12 * L);
    var s6b = FloatVector.fromArray(S, out, outAt + 13 * L);
    var s7a = FloatVector.fromArray(S, out, outAt + 14 * L);
    var s7b = FloatVector.fromArray(S, out, outAt + 15 * L);
    int from = wAt;
    for (int t = 0; t < n; t++) {
      var a = FloatVector.fromArray(S, w, from);
      var b = FloatVector.fromArray(S, w, from + L);
      var v0 = FloatVector.broadcast(S, v[c0 + t]);
      s0a = a.fma(v0, s0a);
      s0b = b.fma(v0, s0b);
      var v1 = FloatVector.broadcast(S, v[c1 + t]);
      s1a = a.fma(v1, s1a);
      s1b = b.fma(v1, s1b);
      var v2 = FloatVector.broadcast(S, v[c2 + t]);
      s2a = a.fma(v2, s2a);
      s2b = b.fma(v2, s2b);
      var v3 = FloatVector.broadcast(S, v[c3 + t]);
      s3a = a.fma(v3, s3a);
      s3b = b.fma(v3, s3b);
      var v4 = FloatVector.broadcast(S, v[c4 + t]);
      s4a = a.fma(v4, s4a);
      s4b = b.fma(v4, s4b);
      var v5 = FloatVector.broadcast(S, v[c5 + t]);
      s5a = a.fma(v5, s5a);
      s5b = b.fma(v5, s5b);
      var v6 = FloatVector.broadcast(S, v[c6 + t]);
      s6a = a.fma(v6, s6a);
      s6b = b.fma(v6, s6b);
      var v7 = FloatVector.broadcast(S, v[c7 + t]);
      s7a = a.fma(v7, s7a);
      s7b = b.fma(v7, s7b);
      from += width;
    }
    s0a.intoArray(out, outAt);
    s0b.intoArray(out, outAt + L);
    s1a.intoArray(out, outAt + 2 * L);
    s1b.intoArray(out, outAt + 3 * L);
    s2a.intoArray(out, outAt + 4 * L);
    s2b.intoArray(out, outAt + 5 * L);
    s3a.intoArray(out, outAt + 6 * L);
    s3b.intoArray(out, outAt + 7 * L);
    s4a.intoArray(out, outAt + 8 * L);
    s4b.intoArray(out, outAt + 9 * L);
    s5a.intoArray(out, outAt + 10 * L);
    s5b.intoArray(out, outAt + 11 * L);
    s6a.intoArray(out, outAt + 12 * L);
    s6b.intoArray(out, outAt + 13 * L);
    s7a.intoArray(out, outAt + 14 * L);
    s7b.intoArray(out, outAt + 15 * L);
  }
}
