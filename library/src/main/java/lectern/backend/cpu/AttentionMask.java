package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.DType;
import lectern.backend.FusedTransformers.Causal;
import lectern.backend.FusedTransformers.Grid;
import lectern.backend.FusedTransformers.Mask;
import lectern.backend.FusedTransformers.Pairs;
import lectern.backend.Shape;
import lectern.backend.cpu.gemm.Matrix;

/// What attention does to the scores of some queries and keys at a time: numbers are written before
/// the product of queries and keys is added, what is not seen is hidden after it.
///
/// A mask is read where it lies; what it repeats over batch, heads or queries has a stride of 0.
final class AttentionMask {

  private final Loops loops;
  private final int queries;
  private final int keys;
  private final boolean causal;

  /// The grid's numbers, dense, or `null`.
  private final Grid grid;

  /// Numbers to add, `(…, T, S)`, a query's as neighbours, or `null`.
  private final Array added;

  /// What is allowed, likewise, or `null`.
  private final Array allowed;

  /// Before which key all lie that a query sees, `(…, T, 1)`, where there are `added` or `allowed`.
  private final Array sees;

  /// The first key hidden from a query, in the places of `sees`, where there are `allowed`: a mask
  /// of padding or of what comes later has nothing to choose between the two.
  private final int[] hidden;

  /// A row of −∞ where there are `allowed`.
  private final Object never;

  /// @param mask may be `null`
  /// @param scores `(…, T, S)`
  AttentionMask(CpuBackend backend, DType dtype, Mask mask, Shape scores) {
    this.loops = Loops.of(dtype);
    this.queries = scores.at(-2);
    this.keys = scores.at(-1);
    this.causal = mask instanceof Causal;
    this.grid =
        mask instanceof Grid(var rows, var columns)
            ? new Grid(backend.contiguous(rows), backend.contiguous(columns))
            : null;
    if (!(mask instanceof Pairs(var values))) {
      added = allowed = sees = null;
      hidden = null;
      never = null;
      return;
    }
    var lines = values.expand(values.shape().with(-1, keys));
    lines = lines.stride(lines.rank() - 1) == 1 || keys == 1 ? lines : backend.copy(lines);
    boolean adds = values.dtype() != DType.BOOL;
    this.added = adds ? lines.expand(scores) : null;
    this.allowed = adds ? null : lines.expand(scores);
    this.never = adds ? null : loops.make(keys);
    if (never != null) {
      loops.fill(never, 0, keys, Double.NEGATIVE_INFINITY);
    }
    var shape = lines.shape().with(-1, 1);
    var ends = new int[shape.length()];
    this.hidden = adds ? null : new int[ends.length];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = end(lines, at(lines, i));
      if (!adds) {
        hidden[i] = firstHidden(lines, at(lines, i), ends[i]);
      }
    }
    this.sees = backend.wrap(ends, shape).expand(scores.with(-1, 1));
  }

  private static int firstHidden(Array lines, int at, int end) {
    var allows = lines.storage().booleans();
    int key = 0;
    while (key < end && allows[at + key]) {
      key++;
    }
    return key;
  }

  /// Behind the last key that a line of a mask does not hide.
  private int end(Array lines, int at) {
    int end = keys;
    if (lines.dtype() == DType.BOOL) {
      var allows = lines.storage().booleans();
      while (end > 0 && !allows[at + end - 1]) {
        end--;
      }
      return end;
    }
    var numbers = lines.storage().data();
    while (end > 0 && loops.get(numbers, at + end - 1) == Double.NEGATIVE_INFINITY) {
      end--;
    }
    return end;
  }

  /// Where line `i` of all lines, in row-major order, begins.
  private static int at(Array lines, int i) {
    int at = lines.offset();
    int rest = i;
    for (int d = lines.rank() - 2; d >= 0; d--) {
      at += rest % lines.shape().at(d) * lines.stride(d);
      rest /= lines.shape().at(d);
    }
    return at;
  }

  /// The grid's numbers, dense, or `null`.
  Grid grid() {
    return grid;
  }

  /// Before which key all lie that a query sees; 0 for one that sees none.
  private int sees(int head, int query) {
    if (causal) {
      return Math.min(keys, query + 1);
    }
    return sees == null ? keys : sees.storage().ints()[at(sees, head * queries + query)];
  }

  /// Before which key all lie that any of some queries sees.
  int sees(int head, int first, int count) {
    int most = 0;
    for (int t = first; t < first + count && most < keys; t++) {
      most = Math.max(most, sees(head, t));
    }
    return most;
  }

  /// The first of the queries from `first` on that may see a key from `key` on.
  int firstToSee(int first, int key) {
    return causal ? Math.max(first, key) : first;
  }

  /// Writes what is to be added to the scores of some queries and `width` keys from `key` on, for a
  /// grid whole rows of it; tells whether there is anything.
  boolean lay(int head, int first, int count, int key, int width, Matrix s) {
    for (int t = 0; t < count; t++) {
      int line = head * queries + first + t;
      int row = s.at() + t * s.ld();
      if (grid != null) {
        lay(line, key, width, s.data(), row);
      } else if (added != null) {
        System.arraycopy(added.storage().data(), at(added, line) + key, s.data(), row, width);
      }
    }
    return grid != null || added != null;
  }

  private void lay(int line, int key, int width, Object scores, int at) {
    int down = grid.rows().shape().at(-1);
    int across = grid.columns().shape().at(-1);
    int row = grid.rows().offset() + line * down + key / across;
    int column = grid.columns().offset() + line * across;
    var rows = grid.rows().storage().data();
    var columns = grid.columns().storage().data();
    loops.outerSum(rows, row, width / across, columns, column, across, scores, at);
  }

  /// Makes −∞ of what some queries do not see of `width` keys from `key` on, and of what is behind
  /// up to the end of a row.
  void hide(int head, int first, int count, int key, int width, Matrix s) {
    if (!causal && sees == null) {
      return;
    }
    for (int t = 0; t < count; t++) {
      int row = s.at() + t * s.ld();
      int sees = Math.clamp(sees(head, first + t) - key, 0, s.ld());
      if (allowed != null) {
        int line = head * queries + first + t;
        int from = Math.max(0, hidden[at(this.sees, line)] - key);
        choose(at(allowed, line) + key + from, s.data(), row + from, Math.min(width, sees) - from);
      }
      loops.fill(s.data(), row + sees, s.ld() - sees, Double.NEGATIVE_INFINITY);
    }
  }

  /// Makes −∞ of those of `n` scores that are not allowed.
  private void choose(int at, Object scores, int scoresAt, int n) {
    if (n > 0) {
      var allows = allowed.storage().booleans();
      loops.where(allows, at, scores, scoresAt, never, 0, scores, scoresAt, n);
    }
  }

  /// Makes 0 of the first `n` numbers of the rows of queries that see no key.
  void clearBlind(int head, int first, int count, Matrix rows, int n) {
    for (int t = 0; t < count && sees != null; t++) {
      if (sees(head, first + t) == 0) {
        loops.fill(rows.data(), rows.at() + t * rows.ld(), n, 0);
      }
    }
  }
}
