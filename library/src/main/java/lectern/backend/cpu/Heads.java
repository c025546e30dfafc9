package lectern.backend.cpu;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.FusedTransformers.Grid;
import lectern.backend.Reduction;
import lectern.backend.Shape;
import lectern.backend.cpu.Products.Stack;

/// Attention head by head, some queries at a time, so that their scores stay in the cache between
/// the two products. Threads share the heads; each product runs on one.
final class Heads {

  /// Scores that a core works on at a time.
  private static final int CACHED = 1 << 17;

  /// Queries at a time: the keys are laid out anew for each product, so fewer do not pay.
  private static final int FEWEST = 192;

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

  /// What is added to the scores, dense, or `null`.
  private final Grid grid;

  private final double scale;
  private final int tile;

  Heads(CpuBackend backend, Array q, Array k, Array v, Grid grid, double scale) {
    this.backend = backend;
    this.loops = Loops.of(q.dtype());
    this.q = Stack.of(backend, q);
    this.k = Stack.of(backend, k);
    this.v = Stack.of(backend, v);
    this.queries = q.shape().at(-2);
    this.keys = k.shape().at(-2);
    this.width = q.shape().at(-1);
    this.out = v.shape().at(-1);
    this.heads = Math.toIntExact(q.size() / ((long) queries * width));
    this.grid =
        grid == null
            ? null
            : new Grid(backend.contiguous(grid.rows()), backend.contiguous(grid.columns()));
    this.scale = scale;
    this.tile = Math.clamp(CACHED / keys, Math.min(FEWEST, queries), queries);
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

  /// Y = softmax(scale·Q·Kᵀ)·V; the softmax goes to `probabilities` if that is not `null`.
  Array forward(boolean causal, Array probabilities) {
    var shape = q.array().shape().with(-1, out);
    var result = backend.allocate(q.array().dtype(), shape);
    var y = result.storage().data();
    int tiles = (queries + tile - 1) / tile;
    Workers.split(
        heads * tiles,
        1,
        (from, to) -> {
          var scores =
              probabilities == null ? loops.make(tile * keys) : probabilities.storage().data();
          for (int task = from; task < to; task++) {
            int head = task / tiles;
            int first = task % tiles * tile;
            int count = Math.min(tile, queries - first);
            int at = probabilities == null ? 0 : (head * queries + first) * keys;
            // What no query of the tile sees is not computed.
            int seen = causal ? Math.min(keys, first + count) : keys;
            var asking = q.get(head).fromRow(first);
            var s = new Matrix(scores, at, keys);
            gemm.multiply(count, seen, width, scale, asking, k.get(head).t(), 0, s);
            for (int t = 0; t < count; t++) {
              int row = at + t * keys;
              int sees = causal ? Math.min(keys, first + t + 1) : keys;
              if (grid != null) {
                add(scores, row, head * queries + first + t);
              }
              loops.fill(scores, row + sees, keys - sees, Double.NEGATIVE_INFINITY);
            }
            loops.softmax(false, scores, at, scores, at, keys, count);
            var answers = new Matrix(y, (head * queries + first) * out, out);
            gemm.multiply(count, out, seen, 1, s, v.get(head), 0, answers);
          }
        });
    return result;
  }

  /// Adds the grid's numbers of one query to its scores.
  private void add(Object scores, int row, int query) {
    int down = grid.rows().shape().at(-1);
    int across = grid.columns().shape().at(-1);
    var byRow = grid.rows().storage().data();
    var byColumn = grid.columns().storage().data();
    int rowAt = grid.rows().offset() + query * down;
    int columnAt = grid.columns().offset() + query * across;
    for (int r = 0; r < down; r++) {
      int at = row + r * across;
      loops.binary(Binary.ADD, scores, at, byColumn, columnAt, scores, at, across);
      loops.binary(Binary.ADD, scores, at, loops.get(byRow, rowAt + r), scores, at, across);
    }
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
    var dRows = grid == null ? null : backend.allocate(dtype, grid.rows().shape());
    var dColumns = grid == null ? null : backend.allocate(dtype, grid.columns().shape());
    var p = probabilities.storage().data();
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
