package lectern.tensor;

import lectern.backend.Binary;
import lectern.backend.DType;

/// Comparisons and truth values: results are BOOL and have no gradient.
///
/// @shape `(…)`, `(…)` → their common broadcast shape
@SuppressWarnings("InvalidBlockTag") // @shape
public sealed interface Comparison permits Tensor {

  private Tensor compare(String name, Binary op, Tensor that) {
    var a = (Tensor) this;
    var left = Operands.common(a, that);
    var y = Operands.binary(name, op, left, Operands.common(that, a));
    return Op.result(name, y.array());
  }

  private Tensor compare(String name, Binary op, double s) {
    return Op.result(name, Operands.binary(op, Operands.suited((Tensor) this, s), s).array());
  }

  /// a = b
  default Tensor eq(Tensor b) {
    return compare("eq", Binary.EQ, b);
  }

  /// a = s
  default Tensor eq(double s) {
    return compare("eq", Binary.EQ, s);
  }

  /// a ≠ b
  default Tensor ne(Tensor b) {
    return compare("ne", Binary.NE, b);
  }

  /// a ≠ s
  default Tensor ne(double s) {
    return compare("ne", Binary.NE, s);
  }

  /// a < b
  default Tensor lt(Tensor b) {
    return compare("lt", Binary.LT, b);
  }

  /// a < s
  default Tensor lt(double s) {
    return compare("lt", Binary.LT, s);
  }

  /// a ≤ b
  default Tensor le(Tensor b) {
    return compare("le", Binary.LE, b);
  }

  /// a ≤ s
  default Tensor le(double s) {
    return compare("le", Binary.LE, s);
  }

  /// a > b
  default Tensor gt(Tensor b) {
    return compare("gt", Binary.GT, b);
  }

  /// a > s
  default Tensor gt(double s) {
    return compare("gt", Binary.GT, s);
  }

  /// a ≥ b
  default Tensor ge(Tensor b) {
    return compare("ge", Binary.GE, b);
  }

  /// a ≥ s
  default Tensor ge(double s) {
    return compare("ge", Binary.GE, s);
  }

  /// Both not zero.
  default Tensor and(Tensor b) {
    var a = ((Tensor) this).to(DType.BOOL);
    return Op.result("and", Operands.binary("and", Binary.MIN, a, b.to(DType.BOOL)).array());
  }

  /// One of them not zero.
  default Tensor or(Tensor b) {
    var a = ((Tensor) this).to(DType.BOOL);
    return Op.result("or", Operands.binary("or", Binary.MAX, a, b.to(DType.BOOL)).array());
  }

  /// Zero.
  default Tensor not() {
    return eq(0);
  }

  /// Whether shapes and all values are equal; NaN equals nothing.
  default boolean sameValues(Tensor b) {
    var a = (Tensor) this;
    return a.shape().equals(b.shape())
        && (a.size() == 0 || a.ne(b).to(DType.INT32).sum().item() == 0);
  }
}
