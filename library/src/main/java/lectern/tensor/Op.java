package lectern.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Storage;

/// One recorded operation: where its inputs came from, and the rule that sends the gradient back to
/// each.
///
/// An operation holds no input and no result, only what its rules captured; what no rule needs is
/// free to go. Numbers rise with creation, and an input is always older than what is made of it, so
/// sorting by number is sorting by dependency.
public final class Op {

  private static final AtomicLong NUMBERS = new AtomicLong();

  final long number = NUMBERS.getAndIncrement();
  final Edge[] edges;
  boolean released;

  /// The gradient of the result as far as it has come together, and whether only the engine has it.
  Tensor pending;

  boolean pendingIsOwned;
  List<UnaryOperator<Tensor>> hooks;

  private final String name;
  private final Shape shape;
  private final DType dtype;
  private Saved saved;
  private Storage scratch;

  private Op(String name, Array result, Edge[] edges) {
    this.name = name;
    this.shape = result.shape();
    this.dtype = result.dtype();
    this.edges = edges;
  }

  /// Where one input came from: the operation that made it, or a leaf that collects gradients.
  static final class Edge {
    final Op op;
    final Tensor leaf;
    final Shape shape;
    Rule rule;

    Edge(Tensor input, Rule rule) {
      this.op = input.op();
      this.leaf = op == null ? input : null;
      this.shape = input.shape();
      this.rule = rule;
    }
  }

  /// A tensor that a rule will read, with its version at the time.
  private record Saved(Storage storage, int version, Saved next) {}

  /// The operation's name, such as `matmul`.
  public String name() {
    return name;
  }

  /// The shape of its result.
  public Shape shape() {
    return shape;
  }

  /// The type of its result.
  public DType dtype() {
    return dtype;
  }

  /// The operations its inputs came from; leaves are left out.
  public List<Op> inputs() {
    var inputs = new ArrayList<Op>();
    for (var edge : edges) {
      if (edge != null && edge.op != null) {
        inputs.add(edge.op);
      }
    }
    return inputs;
  }

  /// The leaves among its inputs that collect gradients.
  public List<Tensor> leaves() {
    var leaves = new ArrayList<Tensor>();
    for (var edge : edges) {
      if (edge != null && edge.leaf != null) {
        leaves.add(edge.leaf);
      }
    }
    return leaves;
  }

  // Recording

  /// Makes the result of an operation that has no gradient.
  static Tensor result(String name, Array y) {
    return made(name, new Tensor(y));
  }

  /// Checks what was made from nothing, or from what is not told.
  static Tensor made(String name, Tensor y) {
    var mode = checked(name, y.array());
    if (mode.scope() != null) {
      Scope.born(mode.scope(), y);
    }
    return y;
  }

  /// Records an operation of one input on its result `y`.
  static Tensor record(String name, Tensor y, Tensor a, Rule da) {
    var mode = checked(name, y.array());
    if (mode.scope() != null || a.life() != null) {
      Scope.born(mode.scope(), y, a);
    }
    if (a.requiresGrad() && mode.recording()) {
      y.madeBy(new Op(name, y.array(), new Edge[] {new Edge(a, da)}));
    }
    return y;
  }

  /// Records an operation of two inputs on its result `y`.
  static Tensor record(String name, Tensor y, Tensor a, Rule da, Tensor b, Rule db) {
    var mode = checked(name, y.array());
    if (mode.scope() != null || a.life() != null || b.life() != null) {
      Scope.born(mode.scope(), y, a, b);
    }
    if ((a.requiresGrad() || b.requiresGrad()) && mode.recording()) {
      y.madeBy(new Op(name, y.array(), new Edge[] {edge(a, da), edge(b, db)}));
    }
    return y;
  }

  /// Records an operation of any number of inputs, `rules[i]` for `inputs[i]`.
  static Tensor record(String name, Tensor y, Tensor[] inputs, Rule[] rules) {
    var mode = checked(name, y.array());
    if (mode.scope() != null || anyLives(inputs)) {
      Scope.born(mode.scope(), y, inputs);
    }
    if (anyRequiresGrad(inputs) && mode.recording()) {
      var edges = new Edge[inputs.length];
      for (int i = 0; i < inputs.length; i++) {
        edges[i] = edge(inputs[i], rules[i]);
      }
      y.madeBy(new Op(name, y.array(), edges));
    }
    return y;
  }

  private static Edge edge(Tensor input, Rule rule) {
    return input.requiresGrad() ? new Edge(input, rule) : null;
  }

  private static boolean anyLives(Tensor[] inputs) {
    for (var input : inputs) {
      if (input.life() != null) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyRequiresGrad(Tensor[] inputs) {
    for (var input : inputs) {
      if (input.requiresGrad()) {
        return true;
      }
    }
    return false;
  }

  /// Where every operation passes: stops an interrupted thread and, in anomaly mode, a NaN.
  private static Mode checked(String name, Array y) {
    if (Thread.currentThread().isInterrupted() && Thread.interrupted()) {
      throw new InterruptedOpException(name);
    }
    var mode = Mode.current();
    if (mode.anomaly()) {
      Anomaly.check(name, y);
    }
    return mode;
  }

  // What the rules read

  /// Notes that a rule will read `t`, so that a change in place before then is found out.
  void saves(Tensor t) {
    var storage = t.array().storage();
    saved = new Saved(storage, storage.version(), saved);
  }

  /// Gives the engine memory that only the rules of `y` read: it is recycled after them, or at once
  /// where nothing is recorded.
  static void scratch(Tensor y, Storage storage) {
    if (y.op() == null) {
      recycle(y.backend(), storage);
    } else {
      y.op().scratch = storage;
    }
  }

  /// @throws IllegalStateException if what a rule reads was changed since
  void checkSaved() {
    for (var s = saved; s != null; s = s.next) {
      if (s.storage.version() != s.version) {
        throw new IllegalStateException(
            "backward of %s %s: a tensor it needs was changed in place since (version %d, now %d); change a copy instead"
                .formatted(name, shape, s.version, s.storage.version()));
      }
    }
  }

  /// Drops the rules and with them all they captured.
  void release(Backend backend) {
    released = true;
    saved = null;
    for (var edge : edges) {
      if (edge != null) {
        edge.rule = null;
      }
    }
    if (scratch != null) {
      recycle(backend, scratch);
      scratch = null;
    }
  }

  /// Gives memory back that only the engine knows, once.
  static void recycle(Backend backend, Storage storage) {
    if (!storage.shared()) {
      backend.recycle(storage);
      // Whoever else wants to give it back finds it gone.
      storage.share();
    }
  }

  @Override
  public String toString() {
    return name + " → " + shape;
  }
}
