package lectern.tensor;

import java.util.stream.IntStream;
import lectern.backend.DType;
import lectern.backend.Shape;

/// Elements by number: `index` is INT32 or INT64 and has no gradient.
@SuppressWarnings("InvalidBlockTag") // @shape
public sealed interface Indexing permits Tensor {

  private Tensor self() {
    return (Tensor) this;
  }

  /// The slices of dimension `dim` that `index` names, its dimensions in the place of `dim`; slices
  /// named twice get both gradients.
  ///
  /// @shape `(…, D, …)`, index `(I…)` → `(…, I…, …)`
  default Tensor take(int dim, Tensor index) {
    var x = self();
    int d = x.shape().dim("take", dim);
    var at = indices("take", x, index);
    try {
      var y = new Tensor(x.backend().take(x.array(), d, at.array()));
      return Op.record("take", y, x, g -> untake(g, x.shape(), d, at)).saves(at);
    } catch (IndexOutOfBoundsException e) {
      throw Operands.outside("take", x.shape(), e);
    }
  }

  /// [#take] with one index tensor of one dimension given as numbers.
  default Tensor take(int dim, int... index) {
    return take(dim, Operands.index(self(), index));
  }

  /// Zeros with the slices of `x` added at the places `index` names: the opposite of [#take].
  private static Tensor untake(Tensor x, Shape shape, int dim, Tensor index) {
    var backend = x.backend();
    var out = backend.full(x.dtype(), shape, 0);
    backend.addAt(out, dim, index.array(), x.array());
    return Op.record("untake", new Tensor(out), x, g -> g.take(dim, index)).saves(index);
  }

  /// y[…, j, …] = x[…, index[…, j, …], …] along `dim`: one choice for each place.
  ///
  /// @shape x `(…)`, index of the same rank, not larger in the other dimensions → the index's shape
  default Tensor gather(int dim, Tensor index) {
    var x = self();
    int d = x.shape().dim("gather", dim);
    var at = indices("gather", x, index);
    checkPlaces("gather", x, d, at);
    try {
      var y = new Tensor(x.backend().gather(x.array(), d, at.array()));
      return Op.record("gather", y, x, g -> scattered(x, d, at, g)).saves(at);
    } catch (IndexOutOfBoundsException e) {
      throw Operands.outside("gather", x.shape(), e);
    }
  }

  private static void checkPlaces(String name, Tensor x, int d, Tensor at) {
    boolean fits = at.rank() == x.rank();
    for (int i = 0; fits && i < x.rank(); i++) {
      fits = i == d || at.shape().at(i) <= x.shape().at(i);
    }
    if (!fits) {
      throw new ShapeException(
          "%s: the index has x's rank and is not larger outside dimension %d; got x %s, index %s"
              .formatted(name, d, x.shape(), at.shape()));
    }
  }

  /// Zeros of x's shape with g added at the places of the index.
  private static Tensor scattered(Tensor x, int dim, Tensor index, Tensor g) {
    var zeros = Tensor.zerosLike(x);
    if (Mode.isRecording()) {
      return zeros.scatterAdd(dim, index, g);
    }
    x.backend().scatterAdd(zeros.array(), dim, index.array(), g.array());
    return zeros;
  }

  /// A copy with y[…, index[…, j, …], …] += source[…, j, …] along `dim`: the opposite of [#gather].
  ///
  /// @shape x `(…)`, index of the same rank, not larger in the other dimensions, source the index's
  ///   shape → x's shape
  default Tensor scatterAdd(int dim, Tensor index, Tensor source) {
    var x = self();
    int d = x.shape().dim("scatterAdd", dim);
    var at = indices("scatterAdd", x, index);
    checkPlaces("scatterAdd", x, d, at);
    if (!at.shape().equals(source.shape())) {
      throw new ShapeException(
          "scatterAdd: index and source have one shape; got %s and %s"
              .formatted(at.shape(), source.shape()));
    }
    var backend = Operands.backend("scatterAdd", x, source);
    var s = source.to(x.dtype());
    var out = backend.copy(x.array());
    try {
      backend.scatterAdd(out, d, at.array(), s.array());
    } catch (IndexOutOfBoundsException e) {
      throw Operands.outside("scatterAdd", x.shape(), e);
    }
    return Op.record("scatterAdd", new Tensor(out), x, g -> g, s, g -> g.gather(d, at)).saves(at);
  }

  /// A copy with y[…, index[…, j, …], …] = source[…, j, …] along `dim`; what is replaced gets no
  /// gradient.
  ///
  /// @throws IllegalArgumentException if a place is named twice; add with [#scatterAdd] instead
  default Tensor scatter(int dim, Tensor index, Tensor source) {
    var x = self();
    var named = Tensor.zerosLike(x.detach()).scatterAdd(dim, index, Tensor.onesLike(source));
    if (named.size() > 0 && x.backend().hasValues() && named.max().item() > 1) {
      throw new IllegalArgumentException(
          "scatter: each place is named once, one is named %d times; scatterAdd adds such values up"
              .formatted((long) named.max().item()));
    }
    return x.maskedFill(named.gt(0), 0).scatterAdd(dim, index, source);
  }

  /// The elements where the mask (BOOL, x's shape) holds, in row-major order.
  ///
  /// @shape `(…)`, mask `(…)` → `(n,)`
  default Tensor maskedSelect(Tensor mask) {
    var x = self();
    if (!mask.shape().equals(x.shape())) {
      throw new ShapeException(
          "maskedSelect: the mask has x's shape; got x %s, mask %s"
              .formatted(x.shape(), mask.shape()));
    }
    boolean[] holds = mask.toBooleans();
    int[] places = IntStream.range(0, holds.length).filter(i -> holds[i]).toArray();
    return x.reshape(holds.length).take(0, places);
  }

  /// `value` where the mask (BOOL) holds, else x; no gradient flows there. Integers become real
  /// where the value is not one of them.
  default Tensor maskedFill(Tensor mask, double value) {
    var x = self().dtype() == DType.BOOL ? self() : Operands.suited(self(), value);
    return Tensor.where(mask, Operands.scalar(x, value), x);
  }

  /// Rows of a unit matrix: y[…, k] = 1 where k = x[…], else 0, in the default type.
  ///
  /// @shape `(…)` → `(…, K)`
  default Tensor oneHot(int classes) {
    if (classes < 0) {
      throw new IllegalArgumentException("oneHot: there are 0 or more classes, got " + classes);
    }
    var unit = Tensor.eye(classes);
    try {
      return unit.take(0, indices("oneHot", unit, self()));
    } catch (IndexOutOfBoundsException e) {
      throw Operands.outside("oneHot: numbers are 0 … " + (classes - 1), self().shape(), e);
    }
  }

  private static Tensor indices(String name, Tensor x, Tensor index) {
    if (index.dtype() != DType.INT32 && index.dtype() != DType.INT64) {
      throw new IllegalArgumentException(
          "%s: an index is INT32 or INT64, got %s; convert it with to(DType.INT64)"
              .formatted(name, index.dtype()));
    }
    Operands.backend(name, x, index);
    return index;
  }
}
