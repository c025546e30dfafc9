package lectern.tensor;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lectern.backend.Storage;

/// The memory that one run of [Tensor#scope] made, and that goes back at its end.
///
/// Only memory that an operation or `zeros` and its kin asked a backend for is noted: what a user
/// brought is the user's. Every tensor that looks at noted memory has its [Life]; when that ends,
/// the tensor refuses, so memory that is used again is never seen through an old tensor.
final class Scope {

  /// Whether memory is still there; shared by all tensors that look at it.
  static final class Life {
    private boolean ended;

    boolean ended() {
      return ended;
    }
  }

  private final Thread owner = Thread.currentThread();
  private final Scope outer;
  private final IdentityHashMap<Storage, Life> made = new IdentityHashMap<>();
  private boolean holdsGraph;

  private Scope(Scope outer) {
    this.outer = outer;
  }

  /// Runs `body` and frees what it made and does not return.
  static <T> T run(Supplier<T> body) {
    var mode = Mode.current();
    var scope = new Scope(mode.scope());
    T result = null;
    try {
      result = ScopedValue.where(Mode.SCOPE, mode.with(scope)).call(body::get);
      return result;
    } finally {
      scope.end(result);
    }
  }

  /// Notes where the memory of `y`, just made from `inputs`, comes from.
  static void born(Scope scope, Tensor y, Tensor... inputs) {
    var storage = y.array().storage();
    for (var input : inputs) {
      if (input.array().storage() == storage) {
        y.lives(input.life());
        return;
      }
    }
    if (scope != null && scope.owner == Thread.currentThread()) {
      y.lives(scope.made.computeIfAbsent(storage, s -> new Life()));
    }
  }

  /// Takes memory that something outside holds now out of every scope of this thread.
  static void forget(Tensor t) {
    boolean graph = hasGraph(t);
    for (var scope = Mode.current().scope(); scope != null; scope = scope.outer) {
      scope.made.remove(t.array().storage());
      scope.holdsGraph |= graph;
    }
  }

  /// Whether rules may still read what `t` was made from.
  private static boolean hasGraph(Tensor t) {
    return t.op() != null && !t.op().released;
  }

  private void end(Object result) {
    var kept = Collections.<Storage>newSetFromMap(new IdentityHashMap<>());
    tensors(
        result,
        t -> {
          kept.add(t.storage());
          holdsGraph |= hasGraph(t);
        });
    made.forEach(
        (storage, life) -> {
          if (holdsGraph || kept.contains(storage)) {
            if (outer != null && outer.owner == owner) {
              outer.made.put(storage, life);
            }
          } else if (!storage.shared()) {
            life.ended = true;
            Op.recycle(storage.backend(), storage);
          }
        });
  }

  /// Hands every tensor in `value` on.
  static void tensors(Object value, Consumer<Tensor> to) {
    tensors(value, to, 0);
  }

  private static void tensors(Object value, Consumer<Tensor> to, int depth) {
    if (depth > 32) {
      throw new IllegalArgumentException(
          "Tensor.scope: tensors are looked for in arrays, lists, maps and records, nested 32 deep"
              + " at most");
    }
    switch (value) {
      case null -> {}
      case Tensor t -> to.accept(t);
      case Object[] array -> {
        for (var item : array) {
          tensors(item, to, depth + 1);
        }
      }
      case Collection<?> items -> items.forEach(item -> tensors(item, to, depth + 1));
      case Map<?, ?> map -> {
        tensors(map.keySet(), to, depth + 1);
        tensors(map.values(), to, depth + 1);
      }
      case Record r -> {
        for (var component : r.getClass().getRecordComponents()) {
          tensors(value(r, component), to, depth + 1);
        }
      }
      default -> {}
    }
  }

  private static Object value(Record r, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      // What is closed to us cannot hold tensors: it belongs to the JDK.
      return accessor.trySetAccessible() ? accessor.invoke(r) : null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Tensor.scope: cannot look into " + r.getClass(), e);
    }
  }
}
