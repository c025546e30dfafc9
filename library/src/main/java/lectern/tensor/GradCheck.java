package lectern.tensor;

import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import lectern.backend.DType;
import lectern.random.RandomStream;

/// Compares gradients with central differences, in float64.
///
/// The loss is Σ w·f(x) with fixed random weights w: a plain sum is blind to errors that cancel in
/// it.
///
/// ```java
/// GradCheck.check(x -> x[0].tanh(), Tensor.of(DType.FLOAT64, new double[] {0.3, -1.2}, 2));
/// ```
public final class GradCheck {

  private static final double STEP = 1e-5;
  private static final double RELATIVE = 1e-6;
  private static final double ABSOLUTE = 1e-8;
  private static final long SEED = 20_240_601;

  private GradCheck() {}

  /// Checks the gradient with respect to every floating input.
  ///
  /// @param f a function of tensors to one tensor; called often, so it must give the same each time
  /// @param inputs where to check; FLOAT64 ones are checked, others are passed as they are
  /// @throws AssertionError naming the input, the element and both values, if they differ by more
  ///   than 1e-6 relative and 1e-8 absolute
  /// @throws IllegalArgumentException if an input is FLOAT32, or none can be checked
  public static void check(Function<Tensor[], Tensor> f, Tensor... inputs) {
    DType.use(DType.FLOAT64, () -> compare(f, inputs));
  }

  /// Checks second derivatives: the gradient of Σ v·∂L/∂x, which a recorded backward pass gives.
  public static void checkSecond(Function<Tensor[], Tensor> f, Tensor... inputs) {
    check(x -> gradientsOf(f, x), inputs);
  }

  private static void compare(Function<Tensor[], Tensor> f, Tensor[] inputs) {
    var x = leaves(inputs);
    var loss = loss(f, x);
    if (loss.requiresGrad()) {
      loss.backward();
    }
    int checked = 0;
    for (int i = 0; i < x.length; i++) {
      if (x[i].requiresGrad()) {
        checked++;
        var gradient = x[i].grad() == null ? Tensor.zerosLike(x[i]) : x[i].grad();
        compare(f, x, i, gradient.toDoubles());
      }
    }
    if (checked == 0) {
      throw new IllegalArgumentException("GradCheck needs at least one FLOAT64 input");
    }
  }

  /// ∂L/∂xᵢ ≈ (L(xᵢ + h) − L(xᵢ − h)) / 2h
  private static void compare(
      Function<Tensor[], Tensor> f, Tensor[] x, int input, double[] gradient) {
    var values = x[input].toDoubles();
    for (int e = 0; e < values.length; e++) {
      double h = STEP * Math.max(1, Math.abs(values[e]));
      double above = lossAt(f, x, input, values, e, values[e] + h);
      double below = lossAt(f, x, input, values, e, values[e] - h);
      double numeric = (above - below) / (2 * h);
      double allowed = ABSOLUTE + RELATIVE * Math.max(Math.abs(numeric), Math.abs(gradient[e]));
      // Written so that NaN fails.
      if (!(Math.abs(numeric - gradient[e]) <= allowed)) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "gradient of input %d %s, element %d: backward says %.12g, differences say %.12g",
                input,
                x[input].shape(),
                e,
                gradient[e],
                numeric));
      }
    }
  }

  private static double lossAt(
      Function<Tensor[], Tensor> f, Tensor[] x, int input, double[] values, int e, double value) {
    var moved = x.clone();
    var changed = values.clone();
    changed[e] = value;
    var leaf = Tensor.wrap(changed, x[input].shape());
    moved[input] = leaf.requiresGrad(true);
    // Recording stays on: f may itself take gradients.
    return loss(f, moved).item();
  }

  private static Tensor[] leaves(Tensor[] inputs) {
    var x = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].dtype() == DType.FLOAT32) {
        throw new IllegalArgumentException(
            "GradCheck computes in FLOAT64, input %d is FLOAT32; use to(DType.FLOAT64)"
                .formatted(i));
      }
      var copy = inputs[i].detach().copy();
      x[i] = copy.requiresGrad(copy.dtype() == DType.FLOAT64);
    }
    return x;
  }

  /// L = Σ w·f(x)
  private static Tensor loss(Function<Tensor[], Tensor> f, Tensor[] x) {
    return weighted(f.apply(x), SEED);
  }

  private static Tensor weighted(Tensor y, long seed) {
    var w = new double[Math.toIntExact(y.size())];
    new RandomStream(seed).normal(w, 0, 1);
    return y.mul(Tensor.wrap(w, y.shape())).sum();
  }

  /// Σᵢ Σ v·∂L/∂xᵢ, itself recorded.
  private static Tensor gradientsOf(Function<Tensor[], Tensor> f, Tensor[] x) {
    var wanted = Stream.of(x).filter(Tensor::requiresGrad).toArray(Tensor[]::new);
    var gradients = loss(f, x).gradients(true, wanted);
    var sum = Tensor.scalar(0);
    for (int i = 0; i < gradients.length; i++) {
      sum = sum.add(weighted(gradients[i], SEED + 1 + i));
    }
    return sum;
  }
}
