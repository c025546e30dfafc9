package lectern.backend.cpu;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.FusedTransformers.Mask;
import lectern.backend.Reduction;
import lectern.backend.Shape;
import lectern.backend.cpu.Products.Stack;
import lectern.backend.cpu.gemm.Gemm;
import lectern.backend.cpu.gemm.Matrix;

/// Attention head by head, some queries at a time, so that their scores stay in the cache between
/// the two products. Threads share the heads; each product runs on one.
final class Heads {

  /// Scores that a core works on at a time.
  private static final int CACHED = 1 << 17;

  /// Queries at a time: the keys are laid out anew for each product, so fewer do not pay.
  private static final int FEWEST = 192;

  /// Keys at a time where there are more than twice as many.
  private static final int SPAN = 1024;

  /// Tiles of a head from which on its values are worth a dense copy.
  private static final int OFTEN = 8;

  private final CpuBackend backend;
  private final Gemm gemm = Gemm.best();
  private final Loops loops;
  private final Stack q;
  private final Stack k;
  private final Stack v;
  private final int heads;

  /// T
  private final int queries;

  /// S
  private final int keys;

  /// d
  private final int width;

  /// e
  private final int out;

  private final AttentionMask mask;
  private final double scale;

  Heads(CpuBackend backend, Array q, Array k, Array v, Mask mask, double scale) {
    this.backend = backend;
    this.loops = Loops.of(q.dtype());
    this.q = Stack.of(backend, q);
    this.k = Stack.of(backend, k);
    this.queries = q.shape().at(-2);
    this.keys = k.shape().at(-2);
    this.width = q.shape().at(-1);
    this.out = v.shape().at(-1);
    this.heads = Math.toIntExact(q.size() / ((long) queries * width));
    this.mask = new AttentionMask(backend, q.dtype(), mask, q.shape().with(-1, keys));
    this.scale = scale;
    // Every tile reads its head's values anew; rows that lie far apart are slow to read.
    boolean isReadOften = queries > OFTEN * tile(span());
    this.v = Stack.of(backend, isReadOften ? backend.contiguous(v) : v);
  }

  /// Whether there is anything to attend to, in the same number of heads everywhere.
  static boolean fit(Array q, Array k, Array v) {
    return q.dtype().isFloating()
        && q.size() > 0
        && v.size() > 0
        && leading(q).equals(leading(k))
        && leading(q).equals(leading(v));
  }

  private static Shape leading(Array a) {
    return Shape.of(Arrays.copyOf(a.shape().dims(), a.rank() - 2));
  }

  /// Y = softmax(mask(scale·Q·Kᵀ))·V; the softmax goes to `probabilities` if that is not `null`.
  ///
  /// Where nobody asks for the softmax, the scores of all keys need not be there at once:
  /// [OnlineSoftmax] joins the answers of some keys at a time.
  Array forward(Array probabilities) {
    var shape = q.array().shape().with(-1, out);
    var result = backend.allocate(q.array().dtype(), shape);
    int span = probabilities == null ? span() : keys;
    int tile = tile(span);
    int tiles = (queries + tile - 1) / tile;
    Workers.split(
        heads * tiles,
        1,
        (from, to) -> {
          var room = probabilities == null ? loops.make(tile * span) : null;
          for (int task = from; task < to; task++) {
            int head = task / tiles;
            int first = task % tiles * tile;
            int count = Math.min(tile, queries - first);
            var y = new Matrix(result.storage().data(), (head * queries + first) * out, out);
            if (span < keys) {
              answerBySpans(head, first, count, span, room, y);
            } else {
              var s =
                  probabilities == null
                      ? new Matrix(room, 0, keys)
                      : new Matrix(
                          probabilities.storage().data(), (head * queries + first) * keys, keys);
              // What no query of the tile sees is not computed.
              int seen = Math.max(1, mask.sees(head, first, count));
              scores(head, first, count, 0, seen, s);
              loops.softmax(false, s.data(), s.at(), s.data(), s.at(), keys, count);
              mask.clearBlind(head, first, count, s, keys);
              gemm.multiply(count, out, seen, 1, s, v.get(head), 0, y);
            }
          }
        });
    return result;
  }

  /// Y of some queries, some keys at a time.
  private void answerBySpans(int head, int first, int count, int span, Object room, Matrix y) {
    var answers = new Matrix(loops.make(count * out), 0, out);
    var joined = new OnlineSoftmax(loops, count, out);
    int last = mask.sees(head, first, count);
    for (int key = 0; key < last; key += span) {
      int width = Math.min(span, last - key);
      int row = mask.firstToSee(first, key) - first;
      var s = new Matrix(room, 0, width);
      scores(head, first + row, count - row, key, width, s);
      joined.softmax(s, width, row);
      gemm.multiply(count - row, out, width, 1, s, v.get(head).fromRow(key), 0, answers);
      joined.add(answers, y, row);
    }
    mask.clearBlind(head, first, count, y, out);
  }

  /// S = mask(scale·Q·Kᵀ) of some queries and `width` keys from `key` on; what a query does not see
  /// is −∞, up to the end of a row of S.
  private void scores(int head, int first, int count, int key, int width, Matrix s) {
    boolean adds = mask.lay(head, first, count, key, width, s);
    var asking = q.get(head).fromRow(first);
    var keysOfHead = k.get(head).fromRow(key).t();
    gemm.multiply(count, width, this.width, scale, asking, keysOfHead, adds ? 1 : 0, s);
    mask.hide(head, first, count, key, width, s);
  }

  /// Keys at a time, whole rows of the grid.
  private int span() {
    int row = mask.grid() == null ? 1 : mask.grid().columns().shape().at(-1);
    return keys <= 2 * SPAN ? keys : Math.min(keys, Math.max(1, SPAN / row) * row);
  }

  /// Queries at a time.
  private int tile(int span) {
    return Math.clamp(CACHED / span, Math.min(FEWEST, queries), queries);
  }

  /// Sums of one query's ∂S over the columns and over the rows.
  private void collect(Object scores, int row, int query, Array dRows, Array dColumns) {
    int down = dRows.shape().at(-1);
    int across = dColumns.shape().at(-1);
    var byColumn = dColumns.storage().data();
    loops.fill(byColumn, query * across, across, 0);
    for (int r = 0; r < down; r++) {
      int at = row + r * across;
      double sum = loops.reduce(Reduction.SUM, scores, at, across);
      loops.set(dRows.storage().data(), query * down + r, sum);
      loops.binary(
          Binary.ADD, byColumn, query * across, scores, at, byColumn, query * across, across);
    }
  }

  /// ∂Q, ∂K, ∂V and with a grid ∂rows, ∂columns; see
  /// [lectern.backend.FusedTransformers#attentionGrad].
  Array[] backward(Array gradient, Array probabilities) {
    var g = Stack.of(backend, gradient);
    var dtype = q.array().dtype();
    var dQ = backend.allocate(dtype, q.array().shape());
    var dK = backend.allocate(dtype, k.array().shape());
    var dV = backend.allocate(dtype, v.array().shape());
    var grid = mask.grid();
    var dRows = grid == null ? null : backend.allocate(dtype, grid.rows().shape());
    var dColumns = grid == null ? null : backend.allocate(dtype, grid.columns().shape());
    var p = probabilities.storage().data();
    int tile = tile(keys);
    Workers.split(
        heads,
        1,
        (from, to) -> {
          var scores = loops.make(tile * keys);
          var dS = new Matrix(scores, 0, keys);
          for (int head = from; head < to; head++) {
            var dKey = new Matrix(dK.storage().data(), head * keys * width, width);
            var dValue = new Matrix(dV.storage().data(), head * keys * out, out);
            for (int first = 0; first < queries; first += tile) {
              int count = Math.min(tile, queries - first);
              int row = head * queries + first;
              int pAt = probabilities.offset() + row * keys;
              var above = g.get(head).fromRow(first);
              int more = first == 0 ? 0 : 1;
              // ∂V = Pᵀ·g
              gemm.multiply(keys, out, count, 1, new Matrix(p, pAt, keys).t(), above, more, dValue);
              // ∂P = g·Vᵀ, which becomes ∂S
              gemm.multiply(count, keys, out, 1, above, v.get(head).t(), 0, dS);
              loops.softmaxGrad(false, scores, 0, p, pAt, scores, 0, keys, count);
              if (grid != null) {
                for (int t = 0; t < count; t++) {
                  collect(scores, t * keys, row + t, dRows, dColumns);
                }
              }
              // ∂Q = scale·∂S·K
              var dQuery = new Matrix(dQ.storage().data(), row * width, width);
              gemm.multiply(count, width, keys, scale, dS, k.get(head), 0, dQuery);
              // ∂K = scale·∂Sᵀ·Q
              var asking = q.get(head).fromRow(first);
              gemm.multiply(keys, width, count, scale, dS.t(), asking, more, dKey);
            }
          }
        });
    return grid == null ? new Array[] {dQ, dK, dV} : new Array[] {dQ, dK, dV, dRows, dColumns};
  }
}
