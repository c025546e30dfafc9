package lectern.backend;

import java.util.function.Supplier;

/// The primitives that tensor operations are made of.
///
/// Every method reads views with any strides and, unless it says otherwise, returns a new dense
/// row-major array. Arguments come checked: equal types, shapes that fit, dimensions counted from
/// the front. Integers come as INT32 or INT64 wherever indices are asked for. What can be made of
/// these in one pass over memory is in [Fused], [FusedImages] and [FusedTransformers].
public interface Backend extends Fused, FusedImages, FusedTransformers {

  /// The name that [#named] and error messages use.
  String name();

  /// The backend whose storage this one computes with: itself, or the one it wraps.
  default Backend base() {
    return this;
  }

  /// Whether arrays of this type can be made.
  boolean supports(DType dtype);

  /// Whether its arrays hold numbers, not only shapes.
  default boolean hasValues() {
    return true;
  }

  // Memory

  /// A dense array with unspecified contents.
  Array allocate(DType dtype, Shape shape);

  /// A dense array around `float[]`, `double[]`, `int[]`, `long[]` or `boolean[]`, which is taken
  /// over where the backend works on Java arrays: the caller hands it away.
  Array wrap(Object elements, Shape shape);

  /// The elements in row-major order as a new Java array of the array's type.
  Object toJava(Array a);

  /// One element as a double; `index` counts in row-major order.
  double get(Array a, long index);

  /// Takes back memory that never left the engine and that nobody looks at any more.
  default void recycle(Storage storage) {}

  /// A dense array, every element `value`.
  default Array full(DType dtype, Shape shape, double value) {
    var out = allocate(dtype, shape);
    fill(out, value);
    return out;
  }

  /// A dense copy in memory of its own.
  default Array copy(Array a) {
    var out = allocate(a.dtype(), a.shape());
    assign(out, a);
    return out;
  }

  /// `a` itself if it is dense, else a dense copy.
  default Array contiguous(Array a) {
    return a.isContiguous() ? a : copy(a);
  }

  // In place; each notes the change in the target's storage

  /// target ← value
  void fill(Array target, double value);

  /// target ← source, broadcast to the target's shape.
  void assign(Array target, Array source);

  /// target ← target ∘ source, broadcast to the target's shape; not for comparisons.
  void update(Binary op, Array target, Array source);

  /// target ← target + alpha·source; equal shapes.
  void addScaled(Array target, Array source, double alpha);

  // Elementwise

  Array unary(Unary op, Array a);

  /// a ∘ b with broadcasting. The type is the arguments', or BOOL for comparisons.
  Array binary(Binary op, Array a, Array b);

  /// a where the condition (BOOL) holds, else b; all three broadcast.
  Array where(Array condition, Array a, Array b);

  /// The elements in another type: to an integer by cutting off, to BOOL by "is not zero".
  Array cast(Array a, DType to);

  // Reductions; `dims` are sorted and from the front

  /// One number for each setting of the dimensions that stay.
  Array reduce(Reduction op, Array a, int[] dims, boolean keepDims);

  /// Where along `dim` the largest element is (the first of equals; NaN counts as largest), INT64,
  /// without that dimension.
  Array argmax(Array a, int dim);

  /// Sums of the elements up to and with each one, along `dim`.
  Array cumsum(Array a, int dim);

  // Linear algebra

  /// (…, M, K)·(…, K, N) → (…, M, N). The leading dimensions broadcast. Rank ≥ 2 on both sides.
  /// Transposed views are read in place.
  Array matmul(Array a, Array b);

  // Indices

  /// The slices of `dim` that `index` (any rank) names: its dimensions take the place of `dim`.
  Array take(Array a, int dim, Array index);

  /// In place: adds the slices of `source` to the slices of `target` that `index` names; the
  /// opposite of [#take].
  void addAt(Array target, int dim, Array index, Array source);

  /// out[…, j, …] = a[…, index[…, j, …], …] along `dim`; the shape is the index's.
  Array gather(Array a, int dim, Array index);

  /// In place: target[…, index[…, j, …], …] += source[…, j, …]; the opposite of [#gather].
  void scatterAdd(Array target, int dim, Array index, Array source);

  // Which backend computes

  /// Every backend on the class path by name; `cpu`, `reference`, `meta`, `nd4j`.
  ///
  /// @throws IllegalArgumentException if there is none of that name
  static Backend named(String name) {
    return Backends.named(name);
  }

  /// The backend new tensors are made on: what [#use] or [#setDefault] chose, else `cpu`.
  static Backend current() {
    return Backends.current();
  }

  /// Runs `body` with another backend, on this thread.
  static <T> T use(Backend backend, Supplier<T> body) {
    return ScopedValue.where(Backends.SCOPE, backend).call(body::get);
  }

  /// Runs `body` with another backend, on this thread.
  static void use(Backend backend, Runnable body) {
    ScopedValue.where(Backends.SCOPE, backend).run(body);
  }

  /// Chooses the backend for every thread, for example once at a notebook's top.
  static void setDefault(Backend backend) {
    Backends.setDefault(backend);
  }

  /// The backend that computes with `a`: the current one if it wraps the array's, else the array's.
  static Backend of(Array a) {
    var owner = a.storage().backend();
    var current = Backends.current();
    return current.base() == owner ? current : owner;
  }
}
