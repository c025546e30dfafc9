package lectern.optim;

/// Other optimizers written as QHM: which (α, ν, β) makes QHM walk the same way.
///
/// ```java
/// new QHM(parameters).set(Conversions.fromPID(-0.1, 1, 3));
/// ```
///
/// Source: J. Ma, D. Yarats, "Quasi-hyperbolic momentum and Adam for deep learning", ICLR 2019. The
/// formulas are exact in real arithmetic. Arguments for which they divide by zero or take the root
/// of a negative number are refused.
public final class Conversions {

  private Conversions() {}

  /// What QHM needs to be told.
  ///
  /// @param alpha the learning rate α
  /// @param nu the immediate discount ν: the weight of the momentum buffer
  /// @param beta the momentum β
  public record Quasi(double alpha, double nu, double beta) {}

  /// What QHAdam needs to be told.
  ///
  /// @param lr the learning rate α
  /// @param nu1 the weight of the first moment
  /// @param nu2 the weight of the second moment
  /// @param beta1 the decay of the first moment
  /// @param beta2 the decay of the second moment
  public record QuasiAdam(double lr, double nu1, double nu2, double beta1, double beta2) {}

  /// The PID controller with gains kP, kI, kD, whose error is the negative gradient (Recht 2018).
  ///
  /// β = kD/(kD − kP), α = kI, ν = kP²/(kI·kD)
  public static Quasi fromPID(double kP, double kI, double kD) {
    nonZero("fromPID", "kI·kD", kI * kD);
    nonZero("fromPID", "kD − kP", kD - kP);
    return new Quasi(kI, kP * kP / (kI * kD), kD / (kD - kP));
  }

  /// Nesterov's method with two separate momenta: ξ' = ξ − α·n(y) + β₁·(ξ − ξ₋₁), y' = ξ' + β₂·(ξ'
  /// − ξ).
  ///
  /// α/(1 − β₁), ν = 1 − (1 − β₁)·β₂/β₁, β = β₁
  public static Quasi fromSynthesizedNesterov(double alpha, double beta1, double beta2) {
    nonZero("fromSynthesizedNesterov", "1 − β₁", 1 - beta1);
    nonZero("fromSynthesizedNesterov", "β₁", beta1);
    return new Quasi(alpha / (1 - beta1), 1 - (1 - beta1) / beta1 * beta2, beta1);
  }

  /// The robust momentum method for a function with smoothness L, condition number κ and the
  /// convergence rate ρ that is wished for (1 − 1/√κ ≤ ρ ≤ 1 − 1/κ).
  public static Quasi fromRobustMomentum(double l, double kappa, double rho) {
    nonZero("fromRobustMomentum", "L", l);
    nonZero("fromRobustMomentum", "κ − 1", kappa - 1);
    nonZero("fromRobustMomentum", "1 − ρ²", 1 - rho * rho);
    double spread = (1 - rho) * (1 - rho) * (1 + rho);
    double alpha = kappa * spread / l;
    double beta1 = kappa * rho * rho * rho / (kappa - 1);
    double beta2 = rho * rho * rho / ((kappa - 1) * spread);
    return fromSynthesizedNesterov(alpha, beta1, beta2);
  }

  /// The triple momentum method: robust momentum at its fastest rate, ρ = 1 − 1/√κ.
  public static Quasi fromTripleMomentum(double l, double kappa) {
    positive("fromTripleMomentum", "κ", kappa);
    return fromRobustMomentum(l, kappa, 1 - 1 / Math.sqrt(kappa));
  }

  /// Accelerated SGD with its usual ε = 0.7.
  public static Quasi fromAccSGD(double delta, double kappa, double xi) {
    return fromAccSGD(delta, kappa, xi, 0.7);
  }

  /// Accelerated SGD (Kidambi and others 2018): short step δ, long step κ, advantage ξ, ε.
  ///
  /// α = δ·ε·(1 + ξ)/(1 + ε), ν = (ε·ξ − 1)/(ε·(1 + ξ)), β = (κ − ε²·ξ)/(κ + ε·ξ)
  public static Quasi fromAccSGD(double delta, double kappa, double xi, double eps) {
    nonZero("fromAccSGD", "1 + ε", 1 + eps);
    nonZero("fromAccSGD", "ε·(1 + ξ)", eps * (1 + xi));
    nonZero("fromAccSGD", "κ + ε·ξ", kappa + eps * xi);
    return new Quasi(
        delta * eps * (1 + xi) / (1 + eps),
        (eps * xi - 1) / (eps * (1 + xi)),
        (kappa - eps * eps * xi) / (kappa + eps * xi));
  }

  /// The linear optimizer with two states, gradient n: a' = h·a + k·θ + l·n, θ' = m·a + q·θ + z·n.
  /// Both lines read the old a.
  ///
  /// φ = √((h − q)² + 4km), ψ = km − hq, ξ = (h − q − φ)(lm − hz) + 2m(lq − kz); α = ξ/(2φψ), ν =
  /// 2m(lq − kz)/ξ, β = (h + q − φ)/2
  public static Quasi fromTwoStateOptimizer(
      double h, double k, double l, double m, double q, double z) {
    positive("fromTwoStateOptimizer", "(h − q)² + 4km", (h - q) * (h - q) + 4 * k * m);
    double phi = Math.sqrt((h - q) * (h - q) + 4 * k * m);
    double psi = k * m - h * q;
    double xi = (h - q - phi) * (l * m - h * z) + 2 * m * (l * q - k * z);
    nonZero("fromTwoStateOptimizer", "km − hq", psi);
    nonZero("fromTwoStateOptimizer", "ξ", xi);
    return new Quasi(0.5 * xi / (phi * psi), 2 * m * (l * q - k * z) / xi, 0.5 * (h + q - phi));
  }

  /// NAdam as QHAdam: ν₁ = β₁, ν₂ = 1. Equal up to the bias correction of the first moment.
  public static QuasiAdam fromNAdam(double lr, double beta1, double beta2) {
    return new QuasiAdam(lr, beta1, 1, beta1, beta2);
  }

  private static void nonZero(String method, String what, double value) {
    if (value == 0 || Double.isNaN(value)) {
      throw new IllegalArgumentException(
          "Conversions.%s: %s must not be 0, got %s; there is no QHM for these arguments"
              .formatted(method, what, value));
    }
  }

  private static void positive(String method, String what, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "Conversions.%s: %s must be above 0, got %s; there is no QHM for these arguments"
              .formatted(method, what, value));
    }
  }
}
