package lectern.tensor;

import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Unary;

/// Brings the operands of an operation together: one type, one backend, shapes that broadcast.
final class Operands {

  private Operands() {}

  /// `x` in the type that it and `other` share. A single number of shape `()` follows a floating
  /// tensor's type, as in PyTorch.
  static Tensor common(Tensor x, Tensor other) {
    if (x.dtype() == other.dtype()) {
      return x;
    }
    return x.to(commonType(x, other));
  }

  private static DType commonType(Tensor a, Tensor b) {
    if (a.dtype().isFloating() && b.dtype().isFloating() && (a.rank() == 0) != (b.rank() == 0)) {
      return a.rank() == 0 ? b.dtype() : a.dtype();
    }
    return DType.promote(a.dtype(), b.dtype());
  }

  /// `x` as real numbers: integers and truth values in the default type.
  static Tensor floating(Tensor x) {
    return x.dtype().isFloating() ? x : x.to(DType.current());
  }

  /// `x` as it meets the number `s`: integers become real where s is not one of them.
  static Tensor suited(Tensor x, double s) {
    return holds(x.dtype(), s) ? x : x.to(DType.current());
  }

  /// Whether numbers like `s` exist in this type.
  static boolean holds(DType type, double s) {
    return switch (type) {
      case FLOAT32, FLOAT64 -> true;
      case INT64 -> s == Math.rint(s) && Math.abs(s) < 0x1p63;
      case INT32 -> s == (int) s;
      case BOOL -> false;
    };
  }

  /// a ∘ b; the types are already one.
  static Tensor binary(String name, Binary op, Tensor a, Tensor b) {
    if (Shape.broadcast(a.shape(), b.shape()) == null) {
      throw new ShapeException(
          "%s: shapes are aligned at the end and each pair of sizes is equal or holds a 1; got %s and %s; %s"
              .formatted(name, a.shape(), b.shape(), hint(a.shape(), b.shape())));
    }
    return new Tensor(backend(name, a, b).binary(op, a.array(), b.array()));
  }

  /// a ∘ s for a number s.
  static Tensor binary(Binary op, Tensor a, double s) {
    return new Tensor(a.backend().binary(op, a.array(), number(a, s)));
  }

  /// s ∘ a for a number s.
  static Tensor binary(Binary op, double s, Tensor a) {
    return new Tensor(a.backend().binary(op, number(a, s), a.array()));
  }

  static Tensor unary(Unary op, Tensor a) {
    return new Tensor(a.backend().unary(op, a.array()));
  }

  /// The number as a tensor of shape `()` in the type and backend of `a`.
  static Tensor scalar(Tensor a, double s) {
    return new Tensor(number(a, s));
  }

  /// The number in the type and backend of `a`.
  private static Array number(Tensor a, double s) {
    return a.backend().full(a.dtype(), Shape.scalar(), s);
  }

  /// The backend that both are on.
  static Backend backend(String name, Tensor a, Tensor b) {
    var left = a.array().storage().backend();
    var right = b.array().storage().backend();
    if (left != right) {
      throw new IllegalArgumentException(
          "%s: tensors of two backends do not mix; got %s on %s and %s on %s; move one with to(Backend.named(\"%s\"))"
              .formatted(name, a.shape(), left.name(), b.shape(), right.name(), left.name()));
    }
    return a.backend();
  }

  /// `source` in the type of `target`, to be written into it.
  static Tensor fitting(String name, Tensor target, Tensor source) {
    backend(name, target, source);
    if (!target.shape().equals(Shape.broadcast(target.shape(), source.shape()))) {
      throw new ShapeException(
          "%s: the source must broadcast to the target's shape %s, got %s"
              .formatted(name, target.shape(), source.shape()));
    }
    return source.detach().to(target.dtype());
  }

  private static String hint(Shape a, Shape b) {
    if (a.rank() == b.rank() + 1 && b.rank() > 0 && a.at(0) == b.at(0)) {
      return "unsqueeze the second at its end to pair " + a.at(0) + " with " + b.at(0);
    }
    return "reshape, unsqueeze or transpose one of them";
  }

  /// An index that points outside, told by the operation that was given it.
  static IndexOutOfBoundsException outside(String name, Shape shape, IndexOutOfBoundsException e) {
    // What an operation inside said is known better out here.
    var first = e.getCause() instanceof IndexOutOfBoundsException cause ? cause : e;
    var told = new IndexOutOfBoundsException(name + ", here " + shape + ": " + first.getMessage());
    told.initCause(first);
    return told;
  }

  /// Numbers as an index on x's backend.
  static Tensor index(Tensor x, int[] numbers) {
    return new Tensor(x.backend().wrap(numbers.clone(), Shape.of(numbers.length)));
  }
}
