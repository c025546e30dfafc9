package lectern.backend;

/// One step of SGD, in PyTorch's form:
///
/// ```
/// n ← n + λθ                      weight decay
/// v ← μv + (1 − τ)n               momentum μ, dampening τ; the first step sets v ← n
/// n ← n + μv (Nesterov) or v
/// θ ← θ − αn
/// ```
///
/// @param lr α
/// @param momentum μ; 0 for none
/// @param dampening τ
/// @param weightDecay λ
/// @param nesterov whether to look ahead
/// @param first whether this is the buffer's first step
public record SgdStep(
    double lr,
    double momentum,
    double dampening,
    double weightDecay,
    boolean nesterov,
    boolean first) {

  /// The step in primitives.
  void apply(Backend backend, Array theta, Array gradient, Array v) {
    var n = gradient;
    if (weightDecay != 0) {
      n = backend.copy(gradient);
      backend.addScaled(n, theta, weightDecay);
    }
    if (momentum != 0) {
      if (first) {
        backend.assign(v, n);
      } else {
        var mu = backend.full(v.dtype(), Shape.scalar(), momentum);
        backend.update(Binary.MUL, v, mu);
        backend.addScaled(v, n, 1 - dampening);
      }
      if (nesterov) {
        n = backend.copy(n);
        backend.addScaled(n, v, momentum);
      } else {
        n = v;
      }
    }
    backend.addScaled(theta, n, -lr);
  }
}
