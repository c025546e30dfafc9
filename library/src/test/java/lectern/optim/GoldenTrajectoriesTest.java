package lectern.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import lectern.backend.DType;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Walks every golden trajectory in float64 and compares each stored point.
class GoldenTrajectoriesTest {

  private static Optimizer optimizer(JsonObject c, Tensor theta) {
    var h = c.getAsJsonObject("hyper");
    return switch (c.get("algo").getAsString()) {
      case "QHAdam" ->
          new QHAdam(theta)
              .lr(at(h, "lr"))
              .betas(at(h, "beta1"), at(h, "beta2"))
              .nus(at(h, "nu1"), at(h, "nu2"))
              .eps(at(h, "eps"))
              .weightDecay(at(h, "weight_decay"));
      case "QHAdamW" ->
          new QHAdamW(theta)
              .lr(at(h, "lr"))
              .betas(at(h, "beta1"), at(h, "beta2"))
              .nus(at(h, "nu1"), at(h, "nu2"))
              .eps(at(h, "eps"))
              .weightDecay(at(h, "weight_decay"));
      case "QHM" ->
          new QHM(theta)
              .lr(at(h, "lr"))
              .nu(at(h, "nu"))
              .beta(at(h, "momentum"))
              .weightDecay(at(h, "weight_decay"))
              .directDecay(h.get("weight_decay_type").getAsString().equals("direct"));
      case "torch.SGD" ->
          new SGD(theta).lr(at(h, "lr")).momentum(or(h, "momentum", 0)).nesterov(h.has("nesterov"));
      case "torch.Adam" ->
          new Adam(theta)
              .lr(at(h, "lr"))
              .betas(beta(h, 0), beta(h, 1))
              .eps(at(h, "eps"))
              .weightDecay(or(h, "weight_decay", 0));
      case "torch.AdamW" ->
          new AdamW(theta)
              .lr(at(h, "lr"))
              .betas(beta(h, 0), beta(h, 1))
              .eps(at(h, "eps"))
              .weightDecay(at(h, "weight_decay"));
      case "torch.RAdam" ->
          new RAdam(theta).lr(at(h, "lr")).betas(beta(h, 0), beta(h, 1)).eps(at(h, "eps"));
      case "torch.Adamax" ->
          new Adamax(theta).lr(at(h, "lr")).betas(beta(h, 0), beta(h, 1)).eps(at(h, "eps"));
      case "torch.RMSprop" ->
          new RMSprop(theta).lr(at(h, "lr")).rho(at(h, "alpha")).eps(at(h, "eps"));
      case "torch.Adagrad" -> new Adagrad(theta).lr(at(h, "lr")).eps(at(h, "eps"));
      case "torch.Adadelta" ->
          new Adadelta(theta).lr(at(h, "lr")).rho(at(h, "rho")).eps(at(h, "eps"));
      default -> throw new AssertionError(c.get("algo").getAsString());
    };
  }

  private static double at(JsonObject object, String name) {
    return object.get(name).getAsDouble();
  }

  private static double or(JsonObject object, String name, double otherwise) {
    return object.has(name) ? at(object, name) : otherwise;
  }

  private static double beta(JsonObject object, int i) {
    return object.getAsJsonArray("betas").get(i).getAsDouble();
  }

  private static Tensor problem(String name, Tensor p) {
    return switch (name) {
      case "rosenbrock" -> {
        var x = p.select(0, 0);
        var y = p.select(0, 1);
        yield x.neg().add(1).pow(2).add(y.sub(x.mul(x)).pow(2).mul(100));
      }
      case "quadratic4" -> {
        var quadratic = Golden.object("problems").getAsJsonObject(name);
        var rows = quadratic.getAsJsonArray("A").asList();
        var a =
            Tensor.of(
                rows.stream()
                    .map(row -> Golden.doubles(row.getAsJsonArray()))
                    .toArray(double[][]::new));
        var b = Tensor.of(Golden.doubles(quadratic.getAsJsonArray("b")));
        yield a.matmul(p).mul(p).sum().mul(0.5).sub(b.mul(p).sum());
      }
      case "illcond5" -> Tensor.of(0.01, 0.1, 1, 10, 100).mul(p).mul(p).sum().mul(0.5);
      default -> throw new AssertionError(name);
    };
  }

  private static void walk(JsonObject c, double[] start, Loss loss) {
    DType.use(DType.FLOAT64, () -> walkInFloat64(c, start, loss));
  }

  private static void walkInFloat64(JsonObject c, double[] start, Loss loss) {
    var theta = Tensor.of(start).requiresGrad(true);
    var optimizer = optimizer(c, theta);
    var trajectory = c.getAsJsonObject("trajectory");
    boolean chaotic = or(c.getAsJsonObject("hyper"), "nu2", 1) == 0;
    int compared = 0;
    for (int step = 1; step <= 100; step++) {
      optimizer.zeroGrad();
      loss.at(step, theta).backward();
      optimizer.step();
      var stored = trajectory.get(String.valueOf(step));
      if (stored != null) {
        double tolerance = step <= 10 ? 1e-12 : chaotic ? 1e-6 : 1e-9;
        var expected = Golden.doubles(stored.getAsJsonArray());
        var actual = theta.toDoubles();
        for (int i = 0; i < expected.length; i++) {
          double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
          assertEquals(expected[i], actual[i], allowed, "step " + step + " of " + c);
        }
        compared++;
      }
    }
    assertEquals(trajectory.size(), compared);
  }

  private interface Loss {
    Tensor at(int step, Tensor theta);
  }

  @Test
  void everyGoldenTrajectoryIsWalkedAgain() {
    // The file's NAdam is of a PyTorch that took one factor μ too many into the product; see
    // NAdamTest.
    var cases = new ArrayList<>(Golden.list("cases"));
    assertTrue(cases.removeIf(c -> c.get("algo").getAsString().equals("torch.NAdam")));
    assertEquals(45, cases.size());
    for (var c : cases) {
      var problem = c.get("problem").getAsString();
      var start =
          Golden.doubles(Golden.object("problems").getAsJsonObject(problem).getAsJsonArray("x0"));
      walk(c, start, (step, theta) -> problem(problem, theta));
    }
  }

  @Test
  void explicitGradientsGiveTheGoldenTrajectories() {
    var gradients = Golden.gradients();
    var first = Golden.object("gradient_sequence").getAsJsonArray("first10");
    assertTrue(Arrays.equals(Golden.doubles(first.get(9).getAsJsonArray()), gradients[9]));
    var cases = Golden.list("grad_sequence_cases");
    assertEquals(7, cases.size());
    var start = Golden.doubles(Golden.object("gradient_sequence").getAsJsonArray("x0"));
    for (var c : cases) {
      walk(c, start, (step, theta) -> Tensor.of(gradients[step - 1]).mul(theta).sum());
    }
  }
}
