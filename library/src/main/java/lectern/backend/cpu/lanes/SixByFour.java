package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lectern.backend.cpu.images.ImageTiles;

/// Tiles of six channels and four pixels. Written out, because an array of vectors would not stay
/// in registers.
final class SixByFour implements ImageTiles {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  @Override
  public int channels() {
    return 6;
  }

  @Override
  public int pixels() {
    return 4;
  }

  @Override
  public void convolve(
      Convolution c, int q, int top, int bottom, int from, int to, int block, int yAt) {
    var x = c.x();
    var w = c.w();
    var taps = c.taps();
    int i0 = c.xAt() + c.pixels()[q];
    int i1 = c.xAt() + c.pixels()[q + 1];
    int i2 = c.xAt() + c.pixels()[q + 2];
    int i3 = c.xAt() + c.pixels()[q + 3];
    int b = block * 6;
    var bias = c.bias();
    var s00 = FloatVector.broadcast(S, bias[b]);
    var s01 = s00;
    var s02 = s00;
    var s03 = s00;
    var s10 = FloatVector.broadcast(S, bias[b + 1]);
    var s11 = s10;
    var s12 = s10;
    var s13 = s10;
    var s20 = FloatVector.broadcast(S, bias[b + 2]);
    var s21 = s20;
    var s22 = s20;
    var s23 = s20;
    var s30 = FloatVector.broadcast(S, bias[b + 3]);
    var s31 = s30;
    var s32 = s30;
    var s33 = s30;
    var s40 = FloatVector.broadcast(S, bias[b + 4]);
    var s41 = s40;
    var s42 = s40;
    var s43 = s40;
    var s50 = FloatVector.broadcast(S, bias[b + 5]);
    var s51 = s50;
    var s52 = s50;
    var s53 = s50;
    for (int u = top; u < bottom; u++) {
      int end = u * c.row() + to;
      int weight = (block * taps.length + u * c.row() + from) * 6;
      for (int t = u * c.row() + from; t < end; t++) {
        int tap = taps[t];
        var x0 = FloatVector.fromArray(S, x, i0 + tap);
        var x1 = FloatVector.fromArray(S, x, i1 + tap);
        var x2 = FloatVector.fromArray(S, x, i2 + tap);
        var x3 = FloatVector.fromArray(S, x, i3 + tap);
        var w0 = FloatVector.broadcast(S, w[weight]);
        s00 = x0.fma(w0, s00);
        s01 = x1.fma(w0, s01);
        s02 = x2.fma(w0, s02);
        s03 = x3.fma(w0, s03);
        var w1 = FloatVector.broadcast(S, w[weight + 1]);
        s10 = x0.fma(w1, s10);
        s11 = x1.fma(w1, s11);
        s12 = x2.fma(w1, s12);
        s13 = x3.fma(w1, s13);
        var w2 = FloatVector.broadcast(S, w[weight + 2]);
        s20 = x0.fma(w2, s20);
        s21 = x1.fma(w2, s21);
        s22 = x2.fma(w2, s22);
        s23 = x3.fma(w2, s23);
        var w3 = FloatVector.broadcast(S, w[weight + 3]);
        s30 = x0.fma(w3, s30);
        s31 = x1.fma(w3, s31);
        s32 = x2.fma(w3, s32);
        s33 = x3.fma(w3, s33);
        var w4 = FloatVector.broadcast(S, w[weight + 4]);
        s40 = x0.fma(w4, s40);
        s41 = x1.fma(w4, s41);
        s42 = x2.fma(w4, s42);
        s43 = x3.fma(w4, s43);
        var w5 = FloatVector.broadcast(S, w[weight + 5]);
        s50 = x0.fma(w5, s50);
        s51 = x1.fma(w5, s51);
        s52 = x2.fma(w5, s52);
        s53 = x3.fma(w5, s53);
        weight += 6;
      }
    }
    var y = c.y();
    int y0 = yAt + c.targets()[q];
    int y1 = yAt + c.targets()[q + 1];
    int y2 = yAt + c.targets()[q + 2];
    int y3 = yAt + c.targets()[q + 3];
    int plane = c.plane();
    s00.intoArray(y, y0);
    s01.intoArray(y, y1);
    s02.intoArray(y, y2);
    s03.intoArray(y, y3);
    s10.intoArray(y, y0 + plane);
    s11.intoArray(y, y1 + plane);
    s12.intoArray(y, y2 + plane);
    s13.intoArray(y, y3 + plane);
    s20.intoArray(y, y0 + 2 * plane);
    s21.intoArray(y, y1 + 2 * plane);
    s22.intoArray(y, y2 + 2 * plane);
    s23.intoArray(y, y3 + 2 * plane);
    s30.intoArray(y, y0 + 3 * plane);
    s31.intoArray(y, y1 + 3 * plane);
    s32.intoArray(y, y2 + 3 * plane);
    s33.intoArray(y, y3 + 3 * plane);
    s40.intoArray(y, y0 + 4 * plane);
    s41.intoArray(y, y1 + 4 * plane);
    s42.intoArray(y, y2 + 4 * plane);
    s43.intoArray(y, y3 + 4 * plane);
    s50.intoArray(y, y0 + 5 * plane);
    s51.intoArray(y, y1 + 5 * plane);
    s52.intoArray(y, y2 + 5 * plane);
    s53.intoArray(y, y3 + 5 * plane);
  }

  @Override
  public void correlate(Correlation c, int first, int n, int tap, int gAt, int sumsAt) {
    var x = c.x();
    var g = c.g();
    var sums = c.sums();
    var pixels = c.pixels();
    int plane = c.plane();
    int x0 = c.xAt() + c.taps()[tap];
    int x1 = c.xAt() + c.taps()[tap + 1];
    int x2 = c.xAt() + c.taps()[tap + 2];
    int x3 = c.xAt() + c.taps()[tap + 3];
    var s00 = FloatVector.fromArray(S, sums, sumsAt);
    var s01 = FloatVector.fromArray(S, sums, sumsAt + L);
    var s02 = FloatVector.fromArray(S, sums, sumsAt + 2 * L);
    var s03 = FloatVector.fromArray(S, sums, sumsAt + 3 * L);
    var s04 = FloatVector.fromArray(S, sums, sumsAt + 4 * L);
    var s05 = FloatVector.fromArray(S, sums, sumsAt + 5 * L);
    var s10 = FloatVector.fromArray(S, sums, sumsAt + 6 * L);
    var s11 = FloatVector.fromArray(S, sums, sumsAt + 7 * L);
    var s12 = FloatVector.fromArray(S, sums, sumsAt + 8 * L);
    var s13 = FloatVector.fromArray(S, sums, sumsAt + 9 * L);
    var s14 = FloatVector.fromArray(S, sums, sumsAt + 10 * L);
    var s15 = FloatVector.fromArray(S, sums, sumsAt + 11 * L);
    var s20 = FloatVector.fromArray(S, sums, sumsAt + 12 * L);
    var s21 = FloatVector.fromArray(S, sums, sumsAt + 13 * L);
    var s22 = FloatVector.fromArray(S, sums, sumsAt + 14 * L);
    var s23 = FloatVector.fromArray(S, sums, sumsAt + 15 * L);
    var s24 = FloatVector.fromArray(S, sums, sumsAt + 16 * L);
    var s25 = FloatVector.fromArray(S, sums, sumsAt + 17 * L);
    var s30 = FloatVector.fromArray(S, sums, sumsAt + 18 * L);
    var s31 = FloatVector.fromArray(S, sums, sumsAt + 19 * L);
    var s32 = FloatVector.fromArray(S, sums, sumsAt + 20 * L);
    var s33 = FloatVector.fromArray(S, sums, sumsAt + 21 * L);
    var s34 = FloatVector.fromArray(S, sums, sumsAt + 22 * L);
    var s35 = FloatVector.fromArray(S, sums, sumsAt + 23 * L);
    int at = gAt;
    for (int q = first; q < first + n; q++) {
      int i = pixels[q];
      var v0 = FloatVector.fromArray(S, x, x0 + i);
      var v1 = FloatVector.fromArray(S, x, x1 + i);
      var v2 = FloatVector.fromArray(S, x, x2 + i);
      var v3 = FloatVector.fromArray(S, x, x3 + i);
      var g0 = FloatVector.fromArray(S, g, at);
      s00 = v0.fma(g0, s00);
      s10 = v1.fma(g0, s10);
      s20 = v2.fma(g0, s20);
      s30 = v3.fma(g0, s30);
      var g1 = FloatVector.fromArray(S, g, at + plane);
      s01 = v0.fma(g1, s01);
      s11 = v1.fma(g1, s11);
      s21 = v2.fma(g1, s21);
      s31 = v3.fma(g1, s31);
      var g2 = FloatVector.fromArray(S, g, at + 2 * plane);
      s02 = v0.fma(g2, s02);
      s12 = v1.fma(g2, s12);
      s22 = v2.fma(g2, s22);
      s32 = v3.fma(g2, s32);
      var g3 = FloatVector.fromArray(S, g, at + 3 * plane);
      s03 = v0.fma(g3, s03);
      s13 = v1.fma(g3, s13);
      s23 = v2.fma(g3, s23);
      s33 = v3.fma(g3, s33);
      var g4 = FloatVector.fromArray(S, g, at + 4 * plane);
      s04 = v0.fma(g4, s04);
      s14 = v1.fma(g4, s14);
      s24 = v2.fma(g4, s24);
      s34 = v3.fma(g4, s34);
      var g5 = FloatVector.fromArray(S, g, at + 5 * plane);
      s05 = v0.fma(g5, s05);
      s15 = v1.fma(g5, s15);
      s25 = v2.fma(g5, s25);
      s35 = v3.fma(g5, s35);
      at += L;
    }
    s00.intoArray(sums, sumsAt);
    s01.intoArray(sums, sumsAt + L);
    s02.intoArray(sums, sumsAt + 2 * L);
    s03.intoArray(sums, sumsAt + 3 * L);
    s04.intoArray(sums, sumsAt + 4 * L);
    s05.intoArray(sums, sumsAt + 5 * L);
    s10.intoArray(sums, sumsAt + 6 * L);
    s11.intoArray(sums, sumsAt + 7 * L);
    s12.intoArray(sums, sumsAt + 8 * L);
    s13.intoArray(sums, sumsAt + 9 * L);
    s14.intoArray(sums, sumsAt + 10 * L);
    s15.intoArray(sums, sumsAt + 11 * L);
    s20.intoArray(sums, sumsAt + 12 * L);
    s21.intoArray(sums, sumsAt + 13 * L);
    s22.intoArray(sums, sumsAt + 14 * L);
    s23.intoArray(sums, sumsAt + 15 * L);
    s24.intoArray(sums, sumsAt + 16 * L);
    s25.intoArray(sums, sumsAt + 17 * L);
    s30.intoArray(sums, sumsAt + 18 * L);
    s31.intoArray(sums, sumsAt + 19 * L);
    s32.intoArray(sums, sumsAt + 20 * L);
    s33.intoArray(sums, sumsAt + 21 * L);
    s34.intoArray(sums, sumsAt + 22 * L);
    s35.intoArray(sums, sumsAt + 23 * L);
  }
}
