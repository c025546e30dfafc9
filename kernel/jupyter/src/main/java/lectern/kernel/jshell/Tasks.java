package lectern.kernel.jshell;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import lectern.kernel.engine.Carried;

/// What woven user code calls where it hands a task to another thread; public only so that it can.
///
/// The task then works for the cell that submitted it, not for the one that made the pool's thread:
/// its output appears below that cell, and it stops with that cell.
@SuppressWarnings("overloads") // woven calls name the type they mean
public final class Tasks {

  /// What a task can be.
  static final List<Class<?>> TYPES =
      List.of(
          Runnable.class,
          Callable.class,
          Supplier.class,
          Consumer.class,
          BiConsumer.class,
          Function.class,
          BiFunction.class,
          Collection.class);

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private Tasks() {}

  /// Links a call that hands tasks over: `call`, with each task carried.
  ///
  /// @throws ReflectiveOperationException never
  public static CallSite handOver(
      MethodHandles.Lookup caller, String name, MethodType type, MethodHandle call)
      throws ReflectiveOperationException {
    var linked = call.asFixedArity().asType(type);
    for (int i = 0; i < type.parameterCount(); i++) {
      var task = type.parameterType(i);
      if (TYPES.contains(task)) {
        var carry = LOOKUP.findStatic(Tasks.class, "carry", MethodType.methodType(task, task));
        linked = MethodHandles.filterArguments(linked, i, carry);
      }
    }
    return new ConstantCallSite(linked);
  }

  /// A task that carries what this thread carries. One that can be compared stays as it is: a
  /// pool's queue may sort it.
  public static Runnable carry(Runnable task) {
    var leave = task == null || task instanceof Carrier || task instanceof Comparable;
    return leave ? task : new Carrier(Cargo.here(), task);
  }

  static <T> Callable<T> carry(Callable<T> task) {
    var cargo = Cargo.here();
    return task == null ? null : () -> cargo.during(task);
  }

  static <T> Supplier<T> carry(Supplier<T> task) {
    var cargo = Cargo.here();
    return task == null ? null : () -> cargo.during(task::get);
  }

  static <T> Consumer<T> carry(Consumer<T> task) {
    var cargo = Cargo.here();
    return task == null ? null : t -> cargo.during(() -> task.accept(t));
  }

  static <T, U> BiConsumer<T, U> carry(BiConsumer<T, U> task) {
    var cargo = Cargo.here();
    return task == null ? null : (t, u) -> cargo.during(() -> task.accept(t, u));
  }

  static <T, R> Function<T, R> carry(Function<T, R> task) {
    var cargo = Cargo.here();
    return task == null ? null : t -> cargo.during(() -> task.apply(t));
  }

  static <T, U, R> BiFunction<T, U, R> carry(BiFunction<T, U, R> task) {
    var cargo = Cargo.here();
    return task == null ? null : (t, u) -> cargo.during(() -> task.apply(t, u));
  }

  /// The tasks of `invokeAll` and `invokeAny`.
  static Collection<?> carry(Collection<?> tasks) {
    return tasks == null
        ? null
        : tasks.stream().map(t -> t instanceof Callable<?> c ? carry(c) : t).toList();
  }

  /// What a thread carries, and the run it works for, if any.
  private record Cargo(Carried.Load load, Run run) {

    static Cargo here() {
      return new Cargo(Carried.load(), Run.here());
    }

    void during(Runnable task) {
      during(
          () -> {
            task.run();
            return null;
          });
    }

    <T> T during(Callable<T> task) {
      return load.during(() -> run == null ? call(task) : run.help(() -> call(task)));
    }

    private static <T> T call(Callable<T> task) {
      try {
        return task.call();
      } catch (Exception e) {
        throw Cargo.<RuntimeException>unchecked(e);
      }
    }

    /// The exception as it is: whoever called the task expects it.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E unchecked(Exception e) throws E {
      throw (E) e;
    }
  }

  /// A carried task; equal to any other of the same task, so that a pool can remove it.
  private record Carrier(Cargo cargo, Runnable task) implements Runnable {

    @Override
    public void run() {
      cargo.during(task);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Carrier c && task.equals(c.task);
    }

    @Override
    public int hashCode() {
      return task.hashCode();
    }

    @Override
    public String toString() {
      return task.toString();
    }
  }
}
