package lectern.tensor;

import lectern.backend.Binary;
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
    return x;
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
    var from = Operands.fitting("assign", x, source);
    x.backend().assign(x.array(), from.array());
    return x;
  }

  /// x ← x + alpha·source, broadcast to this shape. Returns itself.
  default Tensor addInPlace(Tensor source, double alpha) {
    var x = writable("addInPlace");
    var from = Operands.fitting("addInPlace", x, source);
    if (x.dtype().isFloating()) {
      x.backend().addScaled(x.array(), from.array().expand(x.shape()), alpha);
    } else {
      x.backend().update(Binary.ADD, x.array(), from.mul(alpha).to(x.dtype()).array());
    }
    return x;
  }

  /// x ← factor·x. Returns itself.
  default Tensor mulInPlace(double factor) {
    var x = writable("mulInPlace");
    var f = x.backend().full(x.dtype(), Shape.scalar(), factor);
    x.backend().update(Binary.MUL, x.array(), f);
    return x;
  }
}
