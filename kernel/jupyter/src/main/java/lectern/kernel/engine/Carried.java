package lectern.kernel.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// A value that goes along with the work a thread does: threads inherit it from the thread that
/// starts them, tasks take it with them in a [Load].
public final class Carried<T> {

  private static final Load NOTHING = new Load(Map.of());

  /// What a thread carries now.
  private static final class Hands {
    volatile Load load;

    Hands(Load load) {
      this.load = load;
    }
  }

  private static final InheritableThreadLocal<Hands> HERE =
      new InheritableThreadLocal<>() {
        @Override
        protected Hands initialValue() {
          return new Hands(NOTHING);
        }

        @Override
        protected Hands childValue(Hands parent) {
          return new Hands(parent.load);
        }
      };

  /// This thread's value, or null.
  @SuppressWarnings("unchecked") // only [#during] adds values
  public T get() {
    return (T) load().values.get(this);
  }

  /// Does something with another value; null is none.
  public <R> R during(T value, Supplier<R> task) {
    var values = new HashMap<>(load().values);
    if (value == null) {
      values.remove(this);
    } else {
      values.put(this, value);
    }
    return new Load(Map.copyOf(values)).during(task);
  }

  /// All that this thread carries.
  public static Load load() {
    return HERE.get().load;
  }

  /// All that this thread carries whenever it is asked for, by whatever thread.
  public static Supplier<Load> following() {
    var hands = HERE.get();
    return () -> hands.load;
  }

  /// What one thread carried, for another to carry.
  public static final class Load {

    private final Map<Carried<?>, Object> values;

    private Load(Map<Carried<?>, Object> values) {
      this.values = values;
    }

    /// Does something while this thread carries the load.
    public <R> R during(Supplier<R> task) {
      var hands = HERE.get();
      var before = hands.load;
      if (before == this) {
        return task.get();
      }
      hands.load = this;
      try {
        return task.get();
      } finally {
        hands.load = before;
      }
    }
  }
}
