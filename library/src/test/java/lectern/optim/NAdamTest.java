package lectern.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import lectern.backend.DType;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NAdamTest {

  @Test
  void itIsThePapersRecurrence() {
    DType.use(DType.FLOAT64, NAdamTest::compare);
  }

  /// f(θ) = θ⁴/4, so n = θ³; the recurrence once more in plain numbers.
  private static void compare() {
    var theta = Tensor.of(1.5).requiresGrad(true);
    var optimizer = new NAdam(theta).lr(0.01).momentumDecay(0.004);
    double x = 1.5;
    double g = 0;
    double s = 0;
    double product = 1;
    for (int t = 1; t <= 50; t++) {
      optimizer.zeroGrad();
      theta.pow(4).mul(0.25).sum().backward();
      optimizer.step();

      double n = x * x * x;
      double mu = 0.9 * (1 - 0.5 * Math.pow(0.96, t * 0.004));
      double next = 0.9 * (1 - 0.5 * Math.pow(0.96, (t + 1) * 0.004));
      product *= mu;
      g = 0.9 * g + 0.1 * n;
      s = 0.999 * s + 0.001 * n * n;
      double root = Math.sqrt(s / (1 - Math.pow(0.999, t))) + 1e-8;
      x -= 0.01 * ((1 - mu) / (1 - product) * n + next / (1 - product * next) * g) / root;
      assertEquals(x, theta.item(), 1e-12, "step " + t);
    }
  }
}
