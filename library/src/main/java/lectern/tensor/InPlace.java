package lectern.tensor;

import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Shape;

/// Changes in place. They are not recorded, so they are refused where a gradient would be lost:
/// call them under [Tensor#noGrad] or on tensors without history.
public sealed interface InPlace permits Tensor {

  private Tensor writable(String method) {
    var x = (Tensor) this;
    if (x.requiresGrad() && Mode.isRecording()) {
      throw new IllegalStateException(
          "%s changes a tensor that requires a gradient, which cannot be recorded; wrap it in Tensor.noGrad(() -> …) or use the method without InPlace"
              .formatted(method));
    }
    for (int d = 0; d < x.rank(); d++) {
      if (x.array().stride(d) == 0 && x.shape().at(d) > 1) {
        throw new IllegalStateException(
            "%s would write each number of an expanded tensor %s several times; use copy() first"
                .formatted(method, x.shape()));
      }
    }
    return x;
  }

  /// The values to write: a copy where the target's own memory is read in another order.
  private Tensor source(String method, Tensor source) {
    var x = (Tensor) this;
    if (source.requiresGrad() && Mode.isRecording()) {
      throw new IllegalStateException(
          "%s would lose the gradient of its source, for it is not recorded; wrap it in Tensor.noGrad(() -> …), detach() the source or use the method without InPlace"
              .formatted(method));
    }
    var from = Operands.fitting(method, x, source);
    boolean overlap = from.storage() == x.storage() && from.array() != x.array();
    return overlap ? from.copy() : from;
  }

  private void whole(String method, double factor) {
    var type = ((Tensor) this).dtype();
    if (type == DType.BOOL ? factor != 0 && factor != 1 : !Operands.holds(type, factor)) {
      throw new IllegalArgumentException(
          "%s: a tensor of %s stays one, so its factor is whole, got %s; use to(DType.FLOAT32) first"
              .formatted(method, type, factor));
    }
  }

  /// Every element becomes `value`. Returns itself.
  default Tensor fillInPlace(double value) {
    var x = writable("fillInPlace");
    x.backend().fill(x.array(), value);
    return x;
  }

  /// Takes the values of `source`, broadcast to this shape. Returns itself.
  default Tensor assign(Tensor source) {
    var x = writable("assign");
    var from = source("assign", source);
    x.backend().assign(x.array(), from.array());
    return x;
  }

  /// x ← x + alpha·source, broadcast to this shape. Returns itself.
  default Tensor addInPlace(Tensor source, double alpha) {
    var x = writable("addInPlace");
    var from = source("addInPlace", source);
    if (x.dtype().isFloating()) {
      x.backend().addScaled(x.array(), from.array().expand(x.shape()), alpha);
    } else {
      whole("addInPlace", alpha);
      x.backend().update(Binary.ADD, x.array(), from.mul(alpha).to(x.dtype()).array());
    }
    return x;
  }

  /// x ← factor·x. Returns itself.
  default Tensor mulInPlace(double factor) {
    var x = writable("mulInPlace");
    whole("mulInPlace", factor);
    var f = x.backend().full(x.dtype(), Shape.scalar(), factor);
    x.backend().update(Binary.MUL, x.array(), f);
    return x;
  }
}
