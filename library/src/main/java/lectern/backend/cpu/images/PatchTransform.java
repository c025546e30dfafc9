package lectern.backend.cpu.images;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.cpu.CpuBackend;
import lectern.backend.cpu.FloatKernels;

/// The input transform of [Winograd]: `V = Bᵀ·d·B` of all 4×4 patches d of a band of tiles, as
/// sixteen matrices (channels × tiles).
///
/// Even and odd columns are taken apart first: then column j of sixteen neighbouring tiles is a
/// vector.
final class PatchTransform {

  private final CpuBackend backend;
  private final WinogradKernels loops = FloatKernels.best().winograd().orElseThrow();
  private final Tiles tiles;

  /// How far apart two channels are in V.
  final int row;

  /// How far apart two of the sixteen matrices are.
  final int plane;

  final float[] v;
  private final float[] padded;
  private final float[] even;
  private final float[] odd;

  /// Room for bands of `band` tiles, and for `rows` channels in V at least.
  PatchTransform(CpuBackend backend, Tiles tiles, int band, int rows) {
    this.backend = backend;
    this.tiles = tiles;
    this.row = Winograd.row(band, loops.lanes());
    this.plane = Winograd.plane(rows, row);
    this.v = backend.borrow(Winograd.POINTS * plane);
    int pixels = tiles.pixels(band) / 2 + 2 * loops.lanes();
    this.padded = backend.borrow(2 * pixels);
    this.even = backend.borrow(pixels);
    this.odd = backend.borrow(pixels);
  }

  /// V of the tiles from `first` to `last`, `last` excluded.
  void transform(Array x, int first, int last) {
    Tiles.Piece piece;
    for (int q = first; q < last; q += piece.count()) {
      piece = tiles.piece(q, last);
      int pairs = piece.rows() + 1;
      int half = pairs * tiles.row;
      Arrays.fill(padded, 0, 4 * half + 2, 0);
      for (int c = 0; c < tiles.channels; c++) {
        int at = x.offset() + (piece.image() * tiles.channels + c) * tiles.height * tiles.width;
        tiles.pixels(x.storage().floats(), at, piece, pairs, padded);
        // One more than there are, for the tile too many of the last row.
        loops.split(padded, 0, even, 0, odd, 0, 2 * half + 1);
        int start = piece.from() % tiles.row;
        int to = c * row + q - first;
        loops.input(even, odd, start, half, tiles.row, v, to, plane, piece.count());
      }
    }
  }

  void giveBack() {
    backend.giveBack(v);
    backend.giveBack(padded);
    backend.giveBack(even);
    backend.giveBack(odd);
  }
}
