package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import lectern.backend.DType;
import org.junit.jupiter.api.Test;

/// Wrong rules, planted to see that the gradient check can fail.
class WrongRulesTest {

  private final Tensor x =
      Tensor.of(DType.FLOAT64, new double[] {0.4, -1.1, 0.7, 1.3, -0.2, 0.9}, 2, 3);

  private void isCaught(Function<Tensor[], Tensor> f) {
    var error = assertThrows(AssertionError.class, () -> GradCheck.check(f, x));
    assertTrue(error.getMessage().startsWith("gradient of input 0 (2, 3)"), error.getMessage());
  }

  @Test
  void aWrongFactorIsCaught() {
    isCaught(
        t -> {
          var y = new Tensor(t[0].tanh().array());
          return Op.record("tanh", y, t[0], g -> g.mul(y.rsub(1)));
        });
  }

  @Test
  void aWrongSignIsCaught() {
    isCaught(t -> Op.record("neg", new Tensor(t[0].neg().array()), t[0], g -> g));
  }

  @Test
  void aForgottenTransposeIsCaught() {
    isCaught(
        t ->
            Op.record(
                "transpose", new Tensor(t[0].array().transpose(0, 1)), t[0], g -> g.reshape(2, 3)));
  }

  @Test
  void aRuleThatASumCannotSeeIsCaught() {
    // Normalizing without its mean term: under a plain sum both gradients are 0.
    Function<Tensor[], Tensor> wrong =
        t -> {
          var y = new Tensor(t[0].sub(t[0].mean(new int[] {1}, true)).array());
          return Op.record("center", y, t[0], g -> g.sub(g.mean(new int[] {1}, true)).mul(1.5));
        };
    isCaught(wrong);
    assertDoesNotThrow(() -> GradCheck.check(t -> wrong.apply(t).sum(), x), "a sum is blind to it");
  }

  @Test
  void aGradientThatIsMissingIsCaught() {
    isCaught(t -> t[0].detach().mul(t[0]));
  }

  @Test
  void aWrongSecondDerivativeIsCaught() {
    // The rule's value is right, but its own history is cut.
    Function<Tensor[], Tensor> f =
        t -> {
          var y = new Tensor(t[0].pow(3).array());
          return Op.record("cube", y, t[0], g -> g.mul(t[0].square().mul(3).detach()));
        };
    assertDoesNotThrow(() -> GradCheck.check(f, x));
    assertThrows(AssertionError.class, () -> GradCheck.checkSecond(f, x));
  }
}
