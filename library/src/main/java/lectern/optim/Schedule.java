package lectern.optim;

/// How a learning rate changes with time: a factor for each step, counted from 0.
///
/// ```java
/// new SGD(model.parameters()).lr(0.1).schedule(Schedule.cosine(3000).warmup(100));
/// ```
///
/// The optimizer multiplies its rate by `at(t)` in its step t, so a schedule holds no state and can
/// be drawn as a curve.
@FunctionalInterface
public interface Schedule {

  /// The factor on the learning rate in step `t` ≥ 0.
  double at(long t);

  /// The rate as it was set: 1 always.
  static Schedule constant() {
    return t -> 1;
  }

  /// Half a cosine from 1 down to 0 in `steps` steps; 0 afterwards.
  static Schedule cosine(long steps) {
    return cosine(steps, 0);
  }

  /// Half a cosine from 1 down to `floor` in `steps` steps; `floor` afterwards: floor + (1 −
  /// floor)·(1 + cos(π·t/steps))/2.
  ///
  /// Source: I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR
  /// 2017, equation 5.
  static Schedule cosine(long steps, double floor) {
    atLeastOne("cosine", steps);
    return t -> floor + (1 - floor) * (1 + Math.cos(Math.PI * Math.min(t, steps) / steps)) / 2;
  }

  /// Multiplies by `factor` once every `every` steps: factor^⌊t/every⌋.
  static Schedule step(long every, double factor) {
    atLeastOne("step", every);
    return t -> Math.pow(factor, (double) Math.floorDiv(t, every));
  }

  /// A straight line from 1 down to 0 in `steps` steps; 0 afterwards.
  static Schedule linear(long steps) {
    atLeastOne("linear", steps);
    return t -> 1 - (double) Math.min(t, steps) / steps;
  }

  /// Rises in a straight line for `steps` steps, from 1/steps to 1, and then begins this schedule
  /// at its step 0.
  default Schedule warmup(long steps) {
    atLeastOne("warmup", steps);
    return t -> t < steps ? (t + 1.0) / steps : at(t - steps);
  }

  private static void atLeastOne(String name, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "Schedule.%s needs at least 1 step, got %d".formatted(name, steps));
    }
  }
}
