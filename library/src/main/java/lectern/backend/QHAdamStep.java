package lectern.backend;

/// One step of QHAdam (Ma and Yarats, ICLR 2019, algorithm 2), weights instead of powers for the
/// bias correction:
///
/// ```
/// θ ← θ(1 − αλ)                   decoupled decay, or n ← n + λθ if coupled
/// ĝ ← a₁ĝ + (1 − a₁)n             a = 1 − 1/w, w ← 1 + βw, w starts at 0
/// ŝ ← a₂ŝ + (1 − a₂)n²
/// θ ← θ − α·[(1 − ν₁)n + ν₁ĝ] / (√((1 − ν₂)n² + ν₂ŝ) + ε)
/// ```
///
/// @param lr α
/// @param a1 how much of the running mean stays
/// @param a2 how much of the running square stays
/// @param nu1 ν₁
/// @param nu2 ν₂
/// @param eps ε
/// @param weightDecay λ
/// @param decoupled whether the decay acts on θ rather than on the gradient
public record QHAdamStep(
    double lr,
    double a1,
    double a2,
    double nu1,
    double nu2,
    double eps,
    double weightDecay,
    boolean decoupled) {

  /// The step in primitives.
  void apply(Backend backend, Array theta, Array gradient, Array mean, Array square) {
    var n = gradient;
    if (weightDecay != 0 && decoupled) {
      scale(backend, theta, 1 - lr * weightDecay);
    } else if (weightDecay != 0) {
      n = backend.copy(gradient);
      backend.addScaled(n, theta, weightDecay);
    }
    var n2 = backend.binary(Binary.MUL, n, n);
    scale(backend, mean, a1);
    backend.addScaled(mean, n, 1 - a1);
    scale(backend, square, a2);
    backend.addScaled(square, n2, 1 - a2);

    var up = mix(backend, n, mean, nu1);
    var down = backend.unary(Unary.SQRT, mix(backend, n2, square, nu2));
    if (eps != 0) {
      backend.update(Binary.ADD, down, backend.full(down.dtype(), Shape.scalar(), eps));
    }
    backend.addScaled(theta, backend.binary(Binary.DIV, up, down), -lr);
  }

  /// (1 − ν)·now + ν·mean
  private static Array mix(Backend backend, Array now, Array mean, double nu) {
    var out = backend.full(now.dtype(), now.shape(), 0);
    backend.addScaled(out, now, 1 - nu);
    backend.addScaled(out, mean, nu);
    return out;
  }

  private static void scale(Backend backend, Array a, double factor) {
    backend.update(Binary.MUL, a, backend.full(a.dtype(), Shape.scalar(), factor));
  }
}
