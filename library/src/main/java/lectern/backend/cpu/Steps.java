package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.QHAdamStep;
import lectern.backend.SgdStep;

/// The optimizers' steps over dense arrays, shared among threads.
final class Steps {

  private static final int GRAIN = 1 << 14;

  private Steps() {}

  static void sgd(Array theta, Array g, Array momentum, SgdStep step) {
    var loops = Loops.of(theta.dtype());
    var v = momentum == null ? null : momentum.storage().data();
    int vAt = momentum == null ? 0 : momentum.offset();
    Workers.split(
        theta.length(),
        GRAIN,
        (from, to) ->
            loops.sgd(
                theta.storage().data(),
                theta.offset() + from,
                g.storage().data(),
                g.offset() + from,
                v,
                vAt + from,
                to - from,
                step));
    theta.storage().changed();
    if (momentum != null) {
      momentum.storage().changed();
    }
  }

  static void qhAdam(Array theta, Array g, Array mean, Array square, QHAdamStep step) {
    var loops = Loops.of(theta.dtype());
    Workers.split(
        theta.length(),
        GRAIN,
        (from, to) ->
            loops.qhAdam(
                theta.storage().data(),
                theta.offset() + from,
                g.storage().data(),
                g.offset() + from,
                mean.storage().data(),
                mean.offset() + from,
                square.storage().data(),
                square.offset() + from,
                to - from,
                step));
    theta.storage().changed();
    mean.storage().changed();
    square.storage().changed();
  }
}
