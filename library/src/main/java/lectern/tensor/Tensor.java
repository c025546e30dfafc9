package lectern.tensor;

import java.util.Arrays;
import java.util.function.Supplier;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Storage;
import lectern.display.Displayable;
import lectern.display.MimeBundle;

/// An array of numbers that knows how it was computed.
///
/// ```java
/// var x = Tensor.of(2).requiresGrad(true);
/// var y = x.mul(x).add(1);
/// y.backward();
/// x.grad()          // 4
/// ```
///
/// Operations never change their inputs; those that do end in `InPlace` or start with `assign`. The
/// methods are in rooms by family: [Arithmetic], [Elementwise], [Comparison], [Reductions],
/// [Movement], [Indexing], [LinearAlgebra]; how tensors are made and put together is in [Creation]
/// and [Combining].
public sealed class Tensor extends Recorded
    implements Arithmetic,
        Elementwise,
        Comparison,
        Reductions,
        Movement,
        Indexing,
        LinearAlgebra,
        Values,
        InPlace,
        Displayable
    permits Parameter {

  private final Array array;
  private String name;
  private Scope.Life life;

  /// A leaf around an array.
  Tensor(Array array) {
    this.array = array;
  }

  /// A leaf around an array of a backend, which it takes over. For code that computes with
  /// backends; elsewhere use [Creation].
  public static Tensor wrap(Array array) {
    if (Mode.current().scope() != null) {
      // Somebody else may look at it too.
      array.storage().share();
    }
    return new Tensor(array);
  }

  // What it is

  /// The array of the backend. Whoever changes it in place tells its storage.
  ///
  /// @throws IllegalStateException if the tensor was freed at the end of its [#scope]
  public Array array() {
    if (life != null && life.ended()) {
      throw new IllegalStateException(
          "%s was freed at the end of the Tensor.scope it was made in; return it from the scope, or keep() it there"
              .formatted(TensorView.freed(this)));
    }
    return array;
  }

  /// The memory, whether it is still there or not.
  Storage storage() {
    return array.storage();
  }

  Scope.Life life() {
    return life;
  }

  void lives(Scope.Life life) {
    this.life = life;
  }

  /// The sizes of its dimensions.
  public Shape shape() {
    return array.shape();
  }

  /// The elements' type.
  public DType dtype() {
    return array.dtype();
  }

  /// How many dimensions it has.
  public int rank() {
    return array.rank();
  }

  /// The size of dimension `dim`; negative numbers count from the end.
  public int size(int dim) {
    return array.shape().at(array.shape().dim("size", dim));
  }

  /// How many elements it has.
  public long size() {
    return array.size();
  }

  /// The backend that computes with it.
  public Backend backend() {
    return Backend.of(array);
  }

  /// The name that graphs and errors show, or `null`.
  public String name() {
    return name;
  }

  /// Names it. Returns itself.
  public Tensor name(String name) {
    this.name = name;
    return this;
  }

  /// Itself, after a check of its shape; −1 stands for any size.
  ///
  /// @throws ShapeException if the shape is another
  public Tensor expect(int... sizes) {
    boolean fits = sizes.length == rank();
    for (int i = 0; fits && i < sizes.length; i++) {
      fits = sizes[i] == -1 || sizes[i] == shape().at(i);
    }
    if (!fits) {
      throw new ShapeException(
          "expected shape "
              + Arrays.toString(sizes).replace('[', '(').replace(']', ')')
              + (name == null ? "" : " for " + name)
              + ", got "
              + shape());
    }
    return this;
  }

  // Modes

  /// Runs `body` without recording, on this thread. May be nested.
  public static <T> T noGrad(Supplier<T> body) {
    return ScopedValue.where(Mode.SCOPE, Mode.current().withRecording(false)).call(body::get);
  }

  /// Runs `body` without recording, on this thread. May be nested.
  public static void noGrad(Runnable body) {
    ScopedValue.where(Mode.SCOPE, Mode.current().withRecording(false)).run(body);
  }

  /// Runs `body` and stops at the first operation, forward or backward, that makes a NaN. Slow.
  public static void anomaly(Runnable body) {
    ScopedValue.where(Mode.SCOPE, Mode.current().withAnomaly(true)).run(body);
  }

  /// Runs `body` and gives the memory of every tensor made in it back at once, except of those it
  /// returns, alone or in arrays, collections, maps or records.
  ///
  /// ```java
  /// double loss = Tensor.scope(() -> {
  ///   var l = Losses.crossEntropy(model.apply(x), y);
  ///   l.backward();
  ///   optimizer.step();
  ///   return l.item();
  /// });
  /// ```
  ///
  /// Gradients, parameters and what [#keep] names stay. What stays with a graph that can still go
  /// backward holds all that was made, for the graph reads it. A tensor that got out in another way
  /// never changes: using it is an error. Scopes may be nested; each sees its own thread only.
  public static <T> T scope(Supplier<T> body) {
    return Scope.run(body);
  }

  /// Runs `body` and gives the memory of every tensor made in it back at once.
  ///
  /// @see #scope(Supplier)
  public static void scope(Runnable body) {
    Scope.run(
        () -> {
          body.run();
          return null;
        });
  }

  /// Lets it outlive the [#scope] it was made in. Returns itself.
  public Tensor keep() {
    array().storage().share();
    Scope.forget(this);
    return this;
  }

  /// Lets all tensors in `value` outlive the [#scope] they were made in: itself, or those in
  /// arrays, collections, maps and records.
  public static void keepAll(Object value) {
    Scope.tensors(value, Tensor::keep);
  }

  /// Whether operations on this thread are recorded.
  public static boolean isRecording() {
    return Mode.isRecording();
  }

  @Override
  public MimeBundle toMimeBundle() {
    return life != null && life.ended() ? MimeBundle.text(toString()) : TensorView.of(this);
  }

  @Override
  public String toString() {
    return life != null && life.ended()
        ? TensorView.freed(this) + ", freed at the end of its scope"
        : TensorView.text(this);
  }
}
