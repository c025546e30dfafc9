package lectern.optim;

import java.util.Collection;
import lectern.backend.DType;
import lectern.tensor.Tensor;

/// Keeps gradients from being too large, between `backward` and `step`.
///
/// ```java
/// loss.backward();
/// Clip.norm(model.parameters(), 1.0);
/// optimizer.step();
/// ```
///
/// Parameters without a gradient are left alone.
public final class Clip {

  private Clip() {}

  /// Scales all gradients by one factor, so that the length of all of them together is at most
  /// `largest`: n ← n·min(1, largest/‖n‖). PyTorch adds 1e-6 to ‖n‖.
  ///
  /// @param largest above 0
  /// @return the length before, ‖n‖ = √Σ n²; NaN and infinity are returned and nothing is changed
  public static double norm(Collection<? extends Tensor> parameters, double largest) {
    above(0, "norm", largest);
    double squares = 0;
    for (var parameter : parameters) {
      var gradient = parameter.gradToRead();
      if (gradient != null) {
        squares += squares(gradient.detach());
      }
    }
    double length = Math.sqrt(squares);
    if (length > largest && length < Double.POSITIVE_INFINITY) {
      for (var parameter : parameters) {
        var gradient = parameter.gradToRead();
        if (gradient != null) {
          parameter.setGrad(gradient.detach().mul(largest / length));
        }
      }
    }
    return length;
  }

  /// Σ n², in FLOAT64 where FLOAT32 is too small or too coarse for it.
  private static double squares(Tensor gradient) {
    double squares = gradient.square().sum().item();
    return squares > 1e-30 && squares < Double.POSITIVE_INFINITY
        ? squares
        : gradient.to(DType.FLOAT64).square().sum().item();
  }

  /// Cuts every element of every gradient to [−largest, largest].
  ///
  /// @param largest above 0
  public static void value(Collection<? extends Tensor> parameters, double largest) {
    above(0, "value", largest);
    for (var parameter : parameters) {
      var gradient = parameter.gradToRead();
      if (gradient != null) {
        parameter.setGrad(gradient.detach().clamp(-largest, largest));
      }
    }
  }

  private static void above(double bound, String method, double value) {
    if (!(value > bound)) {
      throw new IllegalArgumentException(
          "Clip.%s needs a largest value above %s, got %s".formatted(method, bound, value));
    }
  }
}
