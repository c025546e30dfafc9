package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Shape;

/// Comparisons, and what is chosen by them. Operands that are repeated or not neighbours are laid
/// out in the nearest cache, some at a time: a number is never written as often as it is used.
final class Choices {

  /// Elements worth a thread of their own.
  private static final int GRAIN = 1 << 15;

  /// Elements at a time.
  private static final int CACHED = 1 << 11;

  private Choices() {}

  /// a ∘ b for the comparisons; both of one shape.
  static Array compare(CpuBackend backend, Binary f, Array a, Array b) {
    var result = backend.allocate(DType.BOOL, a.shape());
    if (result.size() == 0) {
      return result;
    }
    var loops = Loops.of(a.dtype());
    var out = result.storage().booleans();
    var runs = new Runs(a, b, result);
    runs.each(
        GRAIN,
        () -> {
          var left = new Operand(loops, a, runs, 0);
          var right = new Operand(loops, b, runs, 1);
          return (at, n) -> {
            for (int i = 0; i < n; i += CACHED) {
              int count = Math.min(CACHED, n - i);
              left.turn(at[0], i, count);
              right.turn(at[1], i, count);
              loops.compare(f, left.data, left.at, right.data, right.at, out, at[2] + i, count);
            }
          };
        });
    return result;
  }

  /// a where the condition holds, else b; all three broadcast.
  static Array where(CpuBackend backend, Array condition, Array a, Array b) {
    var shape = Shape.broadcast(condition.shape(), Shape.broadcast(a.shape(), b.shape()));
    var result = backend.allocate(a.dtype(), shape);
    if (result.size() == 0) {
      return result;
    }
    var loops = Loops.of(a.dtype());
    var out = result.storage().data();
    var c = condition.expand(shape);
    var x = a.expand(shape);
    var y = b.expand(shape);
    var runs = new Runs(c, x, y, result);
    runs.each(
        GRAIN,
        () -> {
          var which = new Truths(c, runs, 0);
          var left = new Operand(loops, x, runs, 1);
          var right = new Operand(loops, y, runs, 2);
          return (at, n) -> {
            for (int i = 0; i < n; i += CACHED) {
              int count = Math.min(CACHED, n - i);
              which.turn(at[0], i, count);
              left.turn(at[1], i, count);
              right.turn(at[2], i, count);
              loops.where(
                  which.data,
                  which.at,
                  left.data,
                  left.at,
                  right.data,
                  right.at,
                  out,
                  at[3] + i,
                  count);
            }
          };
        });
    return result;
  }

  /// Numbers of one operand as neighbours: where they lie, or copied.
  private static final class Operand {
    private final Loops loops;
    private final Object source;
    private final Object room;
    private final int stride;
    private Object data;
    private int at;

    Operand(Loops loops, Array a, Runs runs, int j) {
      this.loops = loops;
      source = a.storage().data();
      stride = runs.stride(j);
      room = stride == 1 ? null : loops.make(Math.min(CACHED, runs.inner()));
    }

    /// Elements `first` to `first + n` of the run at `start`.
    void turn(int start, int first, int n) {
      data = stride == 1 ? source : room;
      at = stride == 1 ? start + first : 0;
      if (stride == 0) {
        loops.fill(room, 0, n, loops.get(source, start));
      } else if (stride != 1) {
        loops.gather(source, start + first * stride, stride, room, 0, n);
      }
    }
  }

  /// The same of truth values.
  private static final class Truths {
    private final boolean[] source;
    private final boolean[] room;
    private final int stride;
    private boolean[] data;
    private int at;

    Truths(Array a, Runs runs, int j) {
      source = a.storage().booleans();
      stride = runs.stride(j);
      room = stride == 1 ? null : new boolean[Math.min(CACHED, runs.inner())];
    }

    void turn(int start, int first, int n) {
      data = stride == 1 ? source : room;
      at = stride == 1 ? start + first : 0;
      for (int i = 0; stride != 1 && i < n; i++) {
        room[i] = source[start + (first + i) * stride];
      }
    }
  }
}
