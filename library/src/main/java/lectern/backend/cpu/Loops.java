package lectern.backend.cpu;

import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.QHAdamStep;
import lectern.backend.Reduction;
import lectern.backend.SgdStep;
import lectern.backend.Unary;

/// Loops over runs of neighbouring elements of one type. Arrays come as `float[]` or `double[]`
/// behind `Object`, each with the place where its run starts; `out` may be one of the inputs.
public interface Loops {

  /// A new array.
  Object make(int n);

  /// out ← f(x)
  void unary(Unary f, Object x, int xAt, Object out, int outAt, int n);

  /// out ← a ∘ b; not for comparisons.
  void binary(Binary f, Object a, int aAt, Object b, int bAt, Object out, int outAt, int n);

  /// out ← a ∘ b, one number b for the whole run; not for comparisons.
  void binary(Binary f, Object a, int aAt, double b, Object out, int outAt, int n);

  /// out ← a ∘ b for the comparisons.
  void compare(Binary f, Object a, int aAt, Object b, int bAt, boolean[] out, int outAt, int n);

  /// out ← condition ? a : b
  void where(
      boolean[] condition,
      int conditionAt,
      Object a,
      int aAt,
      Object b,
      int bAt,
      Object out,
      int outAt,
      int n);

  /// `out[i, j] ← x[i] + y[j]` for m numbers of x and n of y; `out` is neither.
  void outerSum(Object x, int xAt, int m, Object y, int yAt, int n, Object out, int outAt);

  /// y ← y + alpha·x
  void addScaled(double alpha, Object x, int xAt, Object y, int yAt, int n);

  /// out ← value
  void fill(Object out, int at, int n, double value);

  /// out ← every `stride`-th element of x.
  void gather(Object x, int xAt, int stride, Object out, int outAt, int n);

  /// Element j of out ← element `index[j]` of x.
  void pick(Object x, int xAt, int[] index, int indexAt, Object out, int outAt, int n);

  /// Element `index[j]` of out += element j of x.
  void put(Object x, int xAt, int[] index, int indexAt, Object out, int outAt, int n);

  /// Every `stride`-th element of out ← x.
  void scatter(Object x, int xAt, Object out, int outAt, int stride, int n);

  /// Σ x, Π x, max x or min x; SUM where MEAN is asked for.
  double reduce(Reduction f, Object x, int at, int n);

  /// Where the largest is, the first of equals; NaN counts as largest.
  int argmax(Object x, int at, int n);

  /// One element.
  double get(Object x, int at);

  /// Sets one element.
  void set(Object x, int at, double value);

  /// Sums up to and with each element, of each of some rows.
  void cumsum(Object x, int at, Object out, int outAt, int n, int rows);

  /// sums ← sums + x, out ← sums
  void accumulate(double[] sums, Object x, int xAt, Object out, int outAt, int n);

  /// Turns each of some rows into its softmax, or the logarithm of it; for the softmax `out` may be
  /// `x`.
  void softmax(boolean log, Object x, int at, Object out, int outAt, int n, int rows);

  /// Turns each of some rows, at least one, into its softmax where it stands.
  ///
  /// @param statistics where each row's maximum m and Σ e^(x − m) go
  void softmax(Object x, int at, int n, int rows, Object statistics);

  /// out ← p·(g − Σ g·p) for each of some rows, or g − e^ℓ·Σ g where `p` is the logarithm ℓ; for
  /// the first `out` may be `g`.
  void softmaxGrad(
      boolean log, Object g, int gAt, Object p, int pAt, Object out, int at, int n, int rows);

  /// Writes the softmax of each of some rows to `p` and −ln p of its class to `loss`. The classes
  /// begin at `lossAt` as well.
  void crossEntropy(
      Object x, int at, Object p, int pAt, int n, int rows, int[] labels, Object loss, int lossAt);

  /// One step over a run of parameters; `v` may be null, see [SgdStep].
  void sgd(Object theta, int at, Object g, int gAt, Object v, int vAt, int n, SgdStep step);

  /// One step over a run of parameters; see [QHAdamStep].
  void qhAdam(
      Object theta,
      int at,
      Object g,
      int gAt,
      Object mean,
      int meanAt,
      Object square,
      int squareAt,
      int n,
      QHAdamStep step);

  /// The loops of a floating type.
  static Loops of(DType dtype) {
    return dtype == DType.FLOAT32 ? FloatLoops.INSTANCE : DoubleLoops.INSTANCE;
  }
}
