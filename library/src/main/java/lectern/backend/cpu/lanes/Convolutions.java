package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lectern.backend.cpu.images.ConvolutionKernels;
import lectern.backend.cpu.images.ImageTiles;

/// The loops of convolutions in vector lanes. Written out, because an array of vectors would not
/// stay in registers.
final class Convolutions implements ConvolutionKernels {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final ImageTiles EIGHT = new EightByThree();
  private static final ImageTiles SIX = new SixByFour();

  @Override
  public int lanes() {
    return L;
  }

  @Override
  public ImageTiles tiles(int channels) {
    return (channels + 7) / 8 * 8 <= (channels + 5) / 6 * 6 ? EIGHT : SIX;
  }

  @Override
  public void toLanes(
      float[] x, int[] from, int at, int n, int live, float[] out, int outAt, int[] places) {
    Turns.toLanes(x, from, at, n, live, out, outAt, places);
  }

  @Override
  public void fromLanes(float[] x, int at, int n, float[] out, int[] to, int outAt) {
    Turns.fromLanes(x, at, n, out, to, outAt);
  }

  @Override
  public void sumLanes(float[] x, int at, int n, float[] out, int outAt) {
    Turns.sumLanes(x, at, n, out, outAt);
  }

  @Override
  public void accumulate(
      float[] x, int at, int[] taps, float[] w, int wAt, float[] y, int yAt, int plane) {
    int row = yAt;
    var s00 = FloatVector.fromArray(S, y, row);
    var s01 = FloatVector.fromArray(S, y, row + L);
    var s02 = FloatVector.fromArray(S, y, row + 2 * L);
    row += plane;
    var s10 = FloatVector.fromArray(S, y, row);
    var s11 = FloatVector.fromArray(S, y, row + L);
    var s12 = FloatVector.fromArray(S, y, row + 2 * L);
    row += plane;
    var s20 = FloatVector.fromArray(S, y, row);
    var s21 = FloatVector.fromArray(S, y, row + L);
    var s22 = FloatVector.fromArray(S, y, row + 2 * L);
    row += plane;
    var s30 = FloatVector.fromArray(S, y, row);
    var s31 = FloatVector.fromArray(S, y, row + L);
    var s32 = FloatVector.fromArray(S, y, row + 2 * L);
    row += plane;
    var s40 = FloatVector.fromArray(S, y, row);
    var s41 = FloatVector.fromArray(S, y, row + L);
    var s42 = FloatVector.fromArray(S, y, row + 2 * L);
    row += plane;
    var s50 = FloatVector.fromArray(S, y, row);
    var s51 = FloatVector.fromArray(S, y, row + L);
    var s52 = FloatVector.fromArray(S, y, row + 2 * L);
    row += plane;
    var s60 = FloatVector.fromArray(S, y, row);
    var s61 = FloatVector.fromArray(S, y, row + L);
    var s62 = FloatVector.fromArray(S, y, row + 2 * L);
    row += plane;
    var s70 = FloatVector.fromArray(S, y, row);
    var s71 = FloatVector.fromArray(S, y, row + L);
    var s72 = FloatVector.fromArray(S, y, row + 2 * L);
    int weight = wAt;
    for (int tap : taps) {
      int i = at + tap;
      var a = FloatVector.fromArray(S, x, i);
      var b = FloatVector.fromArray(S, x, i + L);
      var c = FloatVector.fromArray(S, x, i + 2 * L);
      var w0 = FloatVector.broadcast(S, w[weight]);
      s00 = a.fma(w0, s00);
      s01 = b.fma(w0, s01);
      s02 = c.fma(w0, s02);
      var w1 = FloatVector.broadcast(S, w[weight + 1]);
      s10 = a.fma(w1, s10);
      s11 = b.fma(w1, s11);
      s12 = c.fma(w1, s12);
      var w2 = FloatVector.broadcast(S, w[weight + 2]);
      s20 = a.fma(w2, s20);
      s21 = b.fma(w2, s21);
      s22 = c.fma(w2, s22);
      var w3 = FloatVector.broadcast(S, w[weight + 3]);
      s30 = a.fma(w3, s30);
      s31 = b.fma(w3, s31);
      s32 = c.fma(w3, s32);
      var w4 = FloatVector.broadcast(S, w[weight + 4]);
      s40 = a.fma(w4, s40);
      s41 = b.fma(w4, s41);
      s42 = c.fma(w4, s42);
      var w5 = FloatVector.broadcast(S, w[weight + 5]);
      s50 = a.fma(w5, s50);
      s51 = b.fma(w5, s51);
      s52 = c.fma(w5, s52);
      var w6 = FloatVector.broadcast(S, w[weight + 6]);
      s60 = a.fma(w6, s60);
      s61 = b.fma(w6, s61);
      s62 = c.fma(w6, s62);
      var w7 = FloatVector.broadcast(S, w[weight + 7]);
      s70 = a.fma(w7, s70);
      s71 = b.fma(w7, s71);
      s72 = c.fma(w7, s72);
      weight += 8;
    }
    s70.intoArray(y, row);
    s71.intoArray(y, row + L);
    s72.intoArray(y, row + 2 * L);
    row -= plane;
    s60.intoArray(y, row);
    s61.intoArray(y, row + L);
    s62.intoArray(y, row + 2 * L);
    row -= plane;
    s50.intoArray(y, row);
    s51.intoArray(y, row + L);
    s52.intoArray(y, row + 2 * L);
    row -= plane;
    s40.intoArray(y, row);
    s41.intoArray(y, row + L);
    s42.intoArray(y, row + 2 * L);
    row -= plane;
    s30.intoArray(y, row);
    s31.intoArray(y, row + L);
    s32.intoArray(y, row + 2 * L);
    row -= plane;
    s20.intoArray(y, row);
    s21.intoArray(y, row + L);
    s22.intoArray(y, row + 2 * L);
    row -= plane;
    s10.intoArray(y, row);
    s11.intoArray(y, row + L);
    s12.intoArray(y, row + 2 * L);
    row -= plane;
    s00.intoArray(y, row);
    s01.intoArray(y, row + L);
    s02.intoArray(y, row + 2 * L);
  }

  @Override
  public void correlateMany(
      float[] x,
      int[] taps,
      int first,
      float[] g,
      int gAt,
      int width,
      int n,
      float[] out,
      int outAt) {
    int x0 = taps[first];
    int x1 = taps[first + 1];
    int x2 = taps[first + 2];
    int x3 = taps[first + 3];
    int x4 = taps[first + 4];
    int x5 = taps[first + 5];
    int x6 = taps[first + 6];
    int x7 = taps[first + 7];
    int x8 = taps[first + 8];
    int x9 = taps[first + 9];
    int x10 = taps[first + 10];
    int x11 = taps[first + 11];
    var s00 = FloatVector.fromArray(S, out, outAt);
    var s01 = FloatVector.fromArray(S, out, outAt + L);
    var s10 = FloatVector.fromArray(S, out, outAt + 2 * L);
    var s11 = FloatVector.fromArray(S, out, outAt + 3 * L);
    var s20 = FloatVector.fromArray(S, out, outAt + 4 * L);
    var s21 = FloatVector.fromArray(S, out, outAt + 5 * L);
    var s30 = FloatVector.fromArray(S, out, outAt + 6 * L);
    var s31 = FloatVector.fromArray(S, out, outAt + 7 * L);
    var s40 = FloatVector.fromArray(S, out, outAt + 8 * L);
    var s41 = FloatVector.fromArray(S, out, outAt + 9 * L);
    var s50 = FloatVector.fromArray(S, out, outAt + 10 * L);
    var s51 = FloatVector.fromArray(S, out, outAt + 11 * L);
    var s60 = FloatVector.fromArray(S, out, outAt + 12 * L);
    var s61 = FloatVector.fromArray(S, out, outAt + 13 * L);
    var s70 = FloatVector.fromArray(S, out, outAt + 14 * L);
    var s71 = FloatVector.fromArray(S, out, outAt + 15 * L);
    var s80 = FloatVector.fromArray(S, out, outAt + 16 * L);
    var s81 = FloatVector.fromArray(S, out, outAt + 17 * L);
    var s90 = FloatVector.fromArray(S, out, outAt + 18 * L);
    var s91 = FloatVector.fromArray(S, out, outAt + 19 * L);
    var s100 = FloatVector.fromArray(S, out, outAt + 20 * L);
    var s101 = FloatVector.fromArray(S, out, outAt + 21 * L);
    var s110 = FloatVector.fromArray(S, out, outAt + 22 * L);
    var s111 = FloatVector.fromArray(S, out, outAt + 23 * L);
    for (int j = 0; j < n; j++) {
      int pixel = gAt + j * width;
      var a = FloatVector.fromArray(S, g, pixel);
      var b = FloatVector.fromArray(S, g, pixel + L);
      var v0 = FloatVector.broadcast(S, x[x0 + j]);
      s00 = a.fma(v0, s00);
      s01 = b.fma(v0, s01);
      var v1 = FloatVector.broadcast(S, x[x1 + j]);
      s10 = a.fma(v1, s10);
      s11 = b.fma(v1, s11);
      var v2 = FloatVector.broadcast(S, x[x2 + j]);
      s20 = a.fma(v2, s20);
      s21 = b.fma(v2, s21);
      var v3 = FloatVector.broadcast(S, x[x3 + j]);
      s30 = a.fma(v3, s30);
      s31 = b.fma(v3, s31);
      var v4 = FloatVector.broadcast(S, x[x4 + j]);
      s40 = a.fma(v4, s40);
      s41 = b.fma(v4, s41);
      var v5 = FloatVector.broadcast(S, x[x5 + j]);
      s50 = a.fma(v5, s50);
      s51 = b.fma(v5, s51);
      var v6 = FloatVector.broadcast(S, x[x6 + j]);
      s60 = a.fma(v6, s60);
      s61 = b.fma(v6, s61);
      var v7 = FloatVector.broadcast(S, x[x7 + j]);
      s70 = a.fma(v7, s70);
      s71 = b.fma(v7, s71);
      var v8 = FloatVector.broadcast(S, x[x8 + j]);
      s80 = a.fma(v8, s80);
      s81 = b.fma(v8, s81);
      var v9 = FloatVector.broadcast(S, x[x9 + j]);
      s90 = a.fma(v9, s90);
      s91 = b.fma(v9, s91);
      var v10 = FloatVector.broadcast(S, x[x10 + j]);
      s100 = a.fma(v10, s100);
      s101 = b.fma(v10, s101);
      var v11 = FloatVector.broadcast(S, x[x11 + j]);
      s110 = a.fma(v11, s110);
      s111 = b.fma(v11, s111);
    }
    s00.intoArray(out, outAt);
    s01.intoArray(out, outAt + L);
    s10.intoArray(out, outAt + 2 * L);
    s11.intoArray(out, outAt + 3 * L);
    s20.intoArray(out, outAt + 4 * L);
    s21.intoArray(out, outAt + 5 * L);
    s30.intoArray(out, outAt + 6 * L);
    s31.intoArray(out, outAt + 7 * L);
    s40.intoArray(out, outAt + 8 * L);
    s41.intoArray(out, outAt + 9 * L);
    s50.intoArray(out, outAt + 10 * L);
    s51.intoArray(out, outAt + 11 * L);
    s60.intoArray(out, outAt + 12 * L);
    s61.intoArray(out, outAt + 13 * L);
    s70.intoArray(out, outAt + 14 * L);
    s71.intoArray(out, outAt + 15 * L);
    s80.intoArray(out, outAt + 16 * L);
    s81.intoArray(out, outAt + 17 * L);
    s90.intoArray(out, outAt + 18 * L);
    s91.intoArray(out, outAt + 19 * L);
    s100.intoArray(out, outAt + 20 * L);
    s101.intoArray(out, outAt + 21 * L);
    s110.intoArray(out, outAt + 22 * L);
    s111.intoArray(out, outAt + 23 * L);
  }
}
