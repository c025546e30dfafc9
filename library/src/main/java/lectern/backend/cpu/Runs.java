package lectern.backend.cpu;

import java.util.function.Supplier;
import lectern.backend.Array;

/// Walks several arrays of one shape together, as outer rows of inner runs.
///
/// Neighbouring dimensions that every array strides through evenly are merged first, so that dense
/// arrays of any rank become one run, and a bias added to a matrix becomes one run a row.
final class Runs {

  /// What is done with one run.
  @FunctionalInterface
  interface Body {
    /// Handles `n` elements that start at `at[j]` in array `j`; their distance is [#stride].
    void run(int[] at, int n);
  }

  private final int[] sizes;
  private final int[][] strides;
  private final int[] starts;
  private final int rank;

  /// The walk over arrays of one shape, which is not empty.
  Runs(Array... arrays) {
    var shape = arrays[0].shape();
    sizes = new int[Math.max(1, shape.rank())];
    strides = new int[arrays.length][sizes.length];
    starts = new int[arrays.length];
    for (int j = 0; j < arrays.length; j++) {
      starts[j] = arrays[j].offset();
    }
    int kept = 0;
    for (int d = 0; d < shape.rank(); d++) {
      int size = shape.at(d);
      if (size == 1) {
        continue;
      }
      if (kept > 0 && even(arrays, kept - 1, d, size)) {
        sizes[kept - 1] *= size;
      } else {
        sizes[kept++] = size;
      }
      for (int j = 0; j < arrays.length; j++) {
        strides[j][kept - 1] = arrays[j].stride(d);
      }
    }
    if (kept == 0) {
      sizes[0] = 1;
      kept = 1;
    }
    rank = kept;
  }

  /// Whether dimension `d` goes on where merged dimension `last` steps.
  private boolean even(Array[] arrays, int last, int d, int size) {
    for (int j = 0; j < arrays.length; j++) {
      if (strides[j][last] != arrays[j].stride(d) * size) {
        return false;
      }
    }
    return true;
  }

  /// The distance of a run's elements in array `j`.
  int stride(int j) {
    return strides[j][rank - 1];
  }

  /// The length of each run.
  int inner() {
    return sizes[rank - 1];
  }

  /// Visits every run, on several threads when there are many elements.
  ///
  /// @param grain elements worth a thread of their own
  /// @param bodies makes the body for one thread, with scratch memory of its own
  void each(int grain, Supplier<Body> bodies) {
    int inner = inner();
    int outer = 1;
    for (int d = 0; d < rank - 1; d++) {
      outer *= sizes[d];
    }
    if (outer == 1) {
      Workers.split(
          inner,
          grain,
          (from, to) -> {
            var at = starts.clone();
            for (int j = 0; j < at.length; j++) {
              at[j] += from * stride(j);
            }
            bodies.get().run(at, to - from);
          });
    } else {
      Workers.split(outer, Math.max(1, grain / inner), (from, to) -> rows(from, to, bodies.get()));
    }
  }

  private void rows(int from, int to, Body body) {
    int inner = inner();
    var index = new int[rank];
    var at = starts.clone();
    int rest = from;
    for (int d = rank - 2; d >= 0; d--) {
      index[d] = rest % sizes[d];
      rest /= sizes[d];
      for (int j = 0; j < at.length; j++) {
        at[j] += index[d] * strides[j][d];
      }
    }
    for (int row = from; row < to; row++) {
      body.run(at, inner);
      for (int d = rank - 2; d >= 0; d--) {
        boolean wraps = ++index[d] == sizes[d];
        for (int j = 0; j < at.length; j++) {
          at[j] += wraps ? strides[j][d] * (1 - sizes[d]) : strides[j][d];
        }
        if (!wraps) {
          break;
        }
        index[d] = 0;
      }
    }
  }
}
