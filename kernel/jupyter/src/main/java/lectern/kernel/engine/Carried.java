package lectern.kernel.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// A value that goes along with the work a thread does: threads inherit it from the thread that
/// starts them, tasks take it with them in a [Load].
public final class Carried<T> {

  private static final Load NOTHING = new Load(Map.of());

  private static final InheritableThreadLocal<Load> HERE =
      new InheritableThreadLocal<>() {
        @Override
        protected Load initialValue() {
          return NOTHING;
        }
      };

  /// This thread's value, or null.
  @SuppressWarnings("unchecked") // only [#during] adds values
  public T get() {
    return (T) HERE.get().values.get(this);
  }

  /// Does something with another value; null is none.
  public <R> R during(T value, Supplier<R> task) {
    var values = new HashMap<>(HERE.get().values);
    if (value == null) {
      values.remove(this);
    } else {
      values.put(this, value);
    }
    return new Load(Map.copyOf(values)).during(task);
  }

  /// All that this thread carries.
  public static Load load() {
    return HERE.get();
  }

  /// What one thread carried, for another to carry.
  public static final class Load {

    private final Map<Carried<?>, Object> values;

    private Load(Map<Carried<?>, Object> values) {
      this.values = values;
    }

    /// Does something while this thread carries the load.
    public <R> R during(Supplier<R> task) {
      var before = HERE.get();
      if (before == this) {
        return task.get();
      }
      HERE.set(this);
      try {
        return task.get();
      } finally {
        HERE.set(before);
      }
    }
  }
}
