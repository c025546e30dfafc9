package lectern.tensor;

import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.PriorityQueue;
import lectern.backend.Backend;
import lectern.backend.Storage;

/// The backward pass: visits the recorded operations youngest first, so that the gradient of a
/// result is complete before it is sent on to the inputs.
///
/// A gradient that only the engine holds is added to in place and its memory reused; one that a
/// user may hold is never touched.
final class Backward {

  private static final Comparator<Op> YOUNGEST_FIRST = (a, b) -> Long.compare(b.number, a.number);

  private final PriorityQueue<Op> ready = new PriorityQueue<>(16, YOUNGEST_FIRST);
  private final Backend backend;
  private final boolean retainGraph;
  private final boolean createGraph;

  /// What [#gradients] asks for, by leaf or by operation; `null` when leaves collect.
  private final IdentityHashMap<Object, Tensor> asked;

  private Backward(
      Backend backend,
      boolean retainGraph,
      boolean createGraph,
      IdentityHashMap<Object, Tensor> asked) {
    this.backend = backend;
    this.retainGraph = retainGraph;
    this.createGraph = createGraph;
    this.asked = asked;
  }

  /// Sends `g`, the gradient of `root`, back to every leaf.
  static void run(Tensor root, Tensor g, boolean owned, boolean retainGraph, boolean createGraph) {
    new Backward(Backend.of(root.array()), retainGraph, createGraph, null).start(root, g, owned);
  }

  /// The gradients of `root` with respect to `inputs`; leaves collect nothing.
  static Tensor[] gradients(Tensor root, Tensor g, Tensor[] inputs, boolean createGraph) {
    var asked = new IdentityHashMap<Object, Tensor>();
    for (var input : inputs) {
      asked.put(input.op() == null ? input : input.op(), null);
    }
    new Backward(Backend.of(root.array()), true, createGraph, asked).start(root, g, false);
    var found = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      var gradient = asked.get(inputs[i].op() == null ? inputs[i] : inputs[i].op());
      found[i] = gradient == null ? Tensor.zerosLike(inputs[i]) : gradient;
    }
    return found;
  }

  private void start(Tensor root, Tensor g, boolean owned) {
    var mode = Mode.current().withRecording(createGraph);
    ScopedValue.where(Mode.SCOPE, mode).run(() -> run(root, g, owned));
  }

  private void run(Tensor root, Tensor g, boolean owned) {
    try {
      if (root.op() == null) {
        collect(root, g, owned);
        return;
      }
      deposit(root.op(), g, owned);
      for (var op = ready.poll(); op != null; op = ready.poll()) {
        visit(op);
      }
    } finally {
      // Only after an error is anything left.
      ready.forEach(op -> op.pending = null);
    }
  }

  private void visit(Op op) {
    var g = op.pending;
    boolean owned = op.pendingIsOwned;
    op.pending = null;
    if (op.released) {
      throw new IllegalStateException(
          "backward reached %s, whose graph an earlier backward released; compute the loss again, or pass retainGraph: loss.backward(true)"
              .formatted(op));
    }
    if (op.hooks != null) {
      g.array().storage().share();
      owned = false;
      for (var hook : op.hooks) {
        g = Recorded.hooked(hook, g);
      }
    }
    if (asked != null && asked.containsKey(op)) {
      asked.put(op, g);
      owned = false;
    }
    op.checkSaved();
    boolean passedOn = send(op, g, owned);
    if (owned && !passedOn && !createGraph) {
      recycle(g.array().storage());
    }
    if (!retainGraph) {
      op.release(backend);
    }
  }

  /// Applies one rule per input. Returns whether a gradient sent on still uses g's memory.
  private boolean send(Op op, Tensor g, boolean owned) {
    var edges = op.edges;
    if (edges.length == 1) {
      return !addPart(op, edges[0], g) && deliver(op, edges[0], apply(op, edges[0], g), g, owned);
    }
    int sharing = 0;
    var gradients = new Tensor[edges.length];
    for (int i = 0; i < edges.length; i++) {
      if (edges[i] != null) {
        gradients[i] = apply(op, edges[i], g);
        sharing += sameMemory(gradients[i], g) ? 1 : 0;
      }
    }
    boolean passedOn = false;
    for (int i = 0; i < edges.length; i++) {
      if (edges[i] != null) {
        passedOn |= deliver(op, edges[i], gradients[i], g, owned && sharing == 1);
      }
    }
    return passedOn;
  }

  /// Adds the gradient of a part of the input to that part of what the input has; false where it
  /// has nothing yet or a user may hold it.
  private boolean addPart(Op op, Op.Edge edge, Tensor g) {
    if (!(edge.rule instanceof Rule.Part part) || edge.op == null || !isOurs(edge.op)) {
      return false;
    }
    if (Mode.current().anomaly()) {
      Anomaly.check("backward of " + op.name(), g.array());
    }
    part.addTo(edge.op.pending.array(), g, backend);
    return true;
  }

  /// Whether what has come together of an operation's gradient may be added to in place.
  private boolean isOurs(Op op) {
    return op.pending != null
        && op.pendingIsOwned
        && !createGraph
        && op.pending.array().isContiguous();
  }

  private static Tensor apply(Op op, Op.Edge edge, Tensor g) {
    try {
      return edge.rule.apply(g);
    } catch (ArithmeticException e) {
      throw Mode.current().anomaly() ? Anomaly.inBackward(op, e) : e;
    }
  }

  /// Hands one input its gradient, summed to the input's shape. `gIsFree` says whether memory
  /// shared with g may become the receiver's own.
  private boolean deliver(Op op, Op.Edge edge, Tensor gradient, Tensor g, boolean gIsFree) {
    if (Mode.current().anomaly()) {
      Anomaly.check("backward of " + op.name(), gradient.array());
    }
    var d = gradient;
    if (!d.shape().equals(edge.shape)) {
      d = Movement.sumTo(d, edge.shape);
    }
    boolean shares = sameMemory(d, g);
    boolean owned = !shares || gIsFree;
    if (edge.op != null) {
      deposit(edge.op, d, owned);
    } else {
      // A leaf that does not take the memory over has copied it.
      boolean taken = collect(edge.leaf, d, owned);
      if (!taken && !shares && !createGraph) {
        recycle(d.array().storage());
      }
      return taken && shares;
    }
    return shares;
  }

  /// Gives a leaf its gradient. Returns whether g's memory is in use from now on.
  private boolean collect(Tensor leaf, Tensor g, boolean owned) {
    if (asked == null) {
      return leaf.accumulate(g, owned, createGraph);
    }
    if (asked.containsKey(leaf)) {
      asked.merge(leaf, g, Tensor::add);
    }
    return true;
  }

  private void deposit(Op op, Tensor g, boolean owned) {
    if (op.pending == null) {
      op.pending = g;
      op.pendingIsOwned = owned;
      ready.add(op);
      return;
    }
    if (isOurs(op)) {
      backend.addScaled(op.pending.array(), g.array(), 1);
    } else {
      op.pending = op.pending.add(g);
      op.pendingIsOwned = true;
    }
    if (owned && !createGraph) {
      recycle(g.array().storage());
    }
  }

  private void recycle(Storage storage) {
    Op.recycle(backend, storage);
  }

  private static boolean sameMemory(Tensor a, Tensor b) {
    return a.array().storage() == b.array().storage();
  }
}
