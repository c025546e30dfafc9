package lectern.optim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.tensor.Tensor;

/// Changes parameters in place, once a step, by their gradients.
///
/// ```java
/// optimizer.zeroGrad();
/// loss.backward();
/// optimizer.step();
/// ```
///
/// A parameter without a gradient is left alone. To treat some parameters otherwise than others,
/// give each group an optimizer of its own and join them with [#together].
public abstract class Optimizer {

  private final List<Tensor> parameters;
  private final List<State> states = new ArrayList<>();
  private Schedule schedule = Schedule.constant();
  private double lr;
  private double weightDecay;
  private long steps;

  /// @param parameters what to change; each requires a gradient and comes once
  /// @param lr the learning rate to begin with
  protected Optimizer(Collection<? extends Tensor> parameters, double lr) {
    this.parameters = List.copyOf(parameters);
    this.lr = lr;
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException(
          name() + " got no parameters: is the model empty, or were they collected too early?");
    }
    var seen = Collections.newSetFromMap(new IdentityHashMap<Tensor, Boolean>());
    for (int i = 0; i < this.parameters.size(); i++) {
      if (!this.parameters.get(i).requiresGrad()) {
        throw new IllegalArgumentException(
            "%s: parameter %d of shape %s does not require a gradient; call requiresGrad(true)"
                .formatted(name(), i, this.parameters.get(i).shape()));
      }
      if (!seen.add(this.parameters.get(i))) {
        throw new IllegalArgumentException(
            "%s: parameter %d of shape %s comes twice"
                .formatted(name(), i, this.parameters.get(i).shape()));
      }
      states.add(new State());
    }
  }

  /// One optimizer of several, stepping each in turn. Setters act on all of them.
  ///
  /// ```java
  /// Optimizer.together(
  ///     new AdamW(weights).lr(1e-3).weightDecay(0.1),
  ///     new AdamW(biases).lr(1e-3));
  /// ```
  public static Optimizer together(Optimizer... groups) {
    return new Together(List.of(groups));
  }

  /// What is changed, in the order it was given.
  public List<Tensor> parameters() {
    return parameters;
  }

  /// Forgets all gradients. Call it before `backward`, which adds to them.
  public void zeroGrad() {
    for (var parameter : parameters) {
      parameter.zeroGrad();
    }
  }

  /// Changes every parameter that has a gradient.
  ///
  /// @throws IllegalStateException if a gradient's shape is not its parameter's
  public void step() {
    double rate = rate();
    for (int i = 0; i < parameters.size(); i++) {
      var parameter = parameters.get(i);
      var gradient = parameter.gradToRead();
      if (gradient != null) {
        update(parameter.array(), gradient.array(), states.get(i), rate);
      }
    }
    steps++;
  }

  /// The rule: changes `theta` and `state` in place.
  ///
  /// @param theta the parameter
  /// @param gradient the loss's derivative by it, of the same shape; not to be changed
  /// @param state what the rule remembers of this parameter
  /// @param rate this step's learning rate
  protected abstract void update(Array theta, Array gradient, State state, double rate);

  /// Sets the learning rate α ≥ 0.
  public Optimizer lr(double lr) {
    this.lr = atLeast(0, "lr", lr);
    return this;
  }

  /// The learning rate as it was set, before the schedule.
  public double lr() {
    return lr;
  }

  /// The learning rate of the coming step: [#lr()] times the schedule.
  public double rate() {
    return lr * schedule.at(steps);
  }

  /// Sets how the learning rate changes with the steps.
  public Optimizer schedule(Schedule schedule) {
    this.schedule = schedule;
    return this;
  }

  /// Sets the weight decay λ ≥ 0; what it acts on, each optimizer says.
  public Optimizer weightDecay(double weightDecay) {
    this.weightDecay = atLeast(0, "weightDecay", weightDecay);
    return this;
  }

  /// The weight decay λ.
  public double weightDecay() {
    return weightDecay;
  }

  /// How many steps were made.
  public long steps() {
    return steps;
  }

  /// What is remembered of the parameters, in their order; live, not a copy.
  public List<State> states() {
    return Collections.unmodifiableList(states);
  }

  /// n ← n + λθ, as a tensor, for rules written with tensors; the gradient itself is not changed.
  final Tensor decayed(Array theta, Array gradient) {
    var n = Tensor.wrap(gradient);
    return weightDecay == 0 ? n : n.add(Tensor.wrap(theta).mul(weightDecay));
  }

  /// θ ← θ − rate·direction
  static void descend(Array theta, Tensor direction, double rate) {
    backend(theta).addScaled(theta, direction.array(), -rate);
  }

  /// Which backend computes with `theta`.
  static Backend backend(Array theta) {
    return Backend.of(theta);
  }

  /// `value` if it is at least `least`, else an error that names the setter.
  final double atLeast(double least, String setter, double value) {
    if (!(value >= least)) {
      throw new IllegalArgumentException(
          "%s.%s must be at least %s, got %s".formatted(name(), setter, least, value));
    }
    return value;
  }

  /// `value` if it lies in [0, 1), else an error that names the setter.
  final double belowOne(String setter, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s.%s must be at least 0 and below 1, got %s".formatted(name(), setter, value));
    }
    return value;
  }

  private String name() {
    return getClass().getSimpleName();
  }

  @Override
  public String toString() {
    return "%s(lr=%s, %d parameters)".formatted(name(), lr, parameters.size());
  }
}
