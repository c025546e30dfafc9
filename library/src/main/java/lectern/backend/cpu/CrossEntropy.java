package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.Shape;

/// The loss of a classifier and its gradient, each in one pass over the rows.
final class CrossEntropy {

  private CrossEntropy() {}

  /// `−ℓ(x)[n, labels[n]]` `(N,)`, and the softmax into `probabilities` for the way back.
  static Array forward(CpuBackend backend, Array x, Array labels, Array probabilities) {
    int rows = x.shape().at(0);
    int classes = x.shape().at(1);
    int[] at = Indexing.indices(backend, labels, classes);
    var loss = backend.allocate(x.dtype(), Shape.of(rows));
    if (rows == 0) {
      return loss;
    }
    var in = backend.contiguous(x);
    var loops = Loops.of(x.dtype());
    boolean direct = probabilities != null && probabilities.isContiguous();
    var p = direct ? probabilities : backend.allocate(x.dtype(), x.shape());
    Workers.split(
        rows,
        Math.max(1, (1 << 13) / classes),
        (from, to) ->
            loops.crossEntropy(
                in.storage().data(),
                in.offset() + from * classes,
                p.storage().data(),
                p.offset() + from * classes,
                classes,
                to - from,
                at,
                loss.storage().data(),
                from));
    if (direct) {
      probabilities.storage().changed();
    } else if (probabilities != null) {
      backend.assign(probabilities, p);
    }
    return loss;
  }

  /// `g[n]·(p[n, k] − (k = labels[n]))` `(N, K)`
  static Array backward(CpuBackend backend, Array g, Array probabilities, Array labels) {
    int rows = probabilities.shape().at(0);
    int classes = probabilities.shape().at(1);
    int[] at = Indexing.indices(backend, labels, classes);
    var out = backend.allocate(g.dtype(), probabilities.shape());
    var p = backend.contiguous(probabilities);
    var upstream = backend.contiguous(g);
    var loops = Loops.of(g.dtype());
    var data = out.storage().data();
    for (int n = 0; n < rows; n++) {
      double scale = loops.get(upstream.storage().data(), upstream.offset() + n);
      loops.binary(
          Binary.MUL,
          p.storage().data(),
          p.offset() + n * classes,
          scale,
          data,
          n * classes,
          classes);
      int hit = n * classes + at[n];
      loops.set(data, hit, loops.get(data, hit) - scale);
    }
    return out;
  }
}
