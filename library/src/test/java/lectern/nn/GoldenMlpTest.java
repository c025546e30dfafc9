package lectern.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lectern.backend.DType;
import lectern.optim.AdamW;
import lectern.optim.Optimizer;
import lectern.optim.QHAdamW;
import lectern.optim.QHM;
import lectern.optim.SGD;
import lectern.tensor.Losses;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Forward, backward and optimizer together, against PyTorch in float64: 40 steps of an 8-16-16-4
/// network.
class GoldenMlpTest {

  private static final int[] SIZES = {8, 16, 16, 4};
  private static final JsonObject GOLDEN = read();

  private static JsonObject read() {
    try (var in = GoldenMlpTest.class.getResourceAsStream("/golden/mlp.json")) {
      var reader = new InputStreamReader(in, StandardCharsets.UTF_8);
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Sequential model() {
    var random = new Lcg(777);
    var stages = new ArrayList<Stage>();
    for (int l = 0; l < 3; l++) {
      int in = SIZES[l];
      int out = SIZES[l + 1];
      var linear = new Linear(in, out);
      var w = new double[in * out];
      for (int i = 0; i < w.length; i++) {
        w[i] = random.symmetric() * Math.sqrt(2.0 / in);
      }
      var values = Tensor.of(w, in, out).t();
      Tensor.noGrad(
          () -> {
            linear.weight.assign(values);
            linear.bias.fillInPlace(0);
          });
      stages.add(linear);
      if (l < 2) {
        stages.add(new ReLU());
      }
    }
    return new Sequential(stages.toArray(new Stage[0]));
  }

  private record Data(Tensor x, Tensor y) {}

  private static Data data() {
    var random = new Lcg(12345);
    var x = new double[128 * 8];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.symmetric();
    }
    var c = new double[4 * 8];
    for (int i = 0; i < c.length; i++) {
      c[i] = random.symmetric();
    }
    var inputs = Tensor.of(x, 128, 8);
    return new Data(inputs, inputs.matmul(Tensor.of(c, 4, 8).t()).argmax(1));
  }

  private static Optimizer optimizer(String name, List<Parameter> p) {
    return switch (name) {
      case "SGD lr=0.1" -> new SGD(p).lr(0.1);
      case "QHM lr=1 nu=0.7 beta=0.999" -> new QHM(p).lr(1).nu(0.7).beta(0.999);
      case "AdamW lr=1e-2 wd=0.01" -> new AdamW(p).lr(1e-2).weightDecay(0.01);
      case "QHAdamW lr=1e-2 nus=(0.7,1) betas=(0.995,0.999) wd=0.01" ->
          new QHAdamW(p).lr(1e-2).nus(0.7, 1).betas(0.995, 0.999).weightDecay(0.01);
      default -> throw new AssertionError("a golden run without a row here: " + name);
    };
  }

  @TestFactory
  List<DynamicTest> everyRunAgreesStepByStep() {
    return GOLDEN.getAsJsonArray("runs").asList().stream()
        .map(r -> r.getAsJsonObject())
        .map(
            r ->
                DynamicTest.dynamicTest(
                    r.get("optimizer").getAsString(),
                    () -> DType.use(DType.FLOAT64, () -> train(r))))
        .toList();
  }

  private static void train(JsonObject run) {
    var model = model();
    var data = data();
    var optimizer = optimizer(run.get("optimizer").getAsString(), model.parameters());
    var losses = run.getAsJsonArray("losses");
    for (int step = 0; step < 40; step++) {
      int from = 32 * (step % 4);
      var x = data.x().slice(0, from, from + 32);
      var y = data.y().slice(0, from, from + 32);
      optimizer.zeroGrad();
      var loss = Losses.crossEntropy(model.apply(x), y);
      assertEquals(losses.get(step).getAsDouble(), loss.item(), 1e-12, "loss of step " + step);
      loss.backward();
      if (step == 0 && run.get("first_step_grads").isJsonArray()) {
        var gradients = model.parameters().stream().map(Tensor::grad).toList();
        compare(run.getAsJsonArray("first_step_grads"), gradients);
      }
      optimizer.step();
    }
    compare(run.getAsJsonArray("final_params"), model.parameters());
    var logits = model.apply(data.x());
    double loss = Losses.crossEntropy(logits, data.y()).item();
    assertEquals(run.get("full_loss_after").getAsDouble(), loss, 1e-12);
    double hits = logits.argmax(1).eq(data.y()).to(DType.FLOAT64).mean().item();
    assertEquals(run.get("full_accuracy_after").getAsDouble(), hits, 0);
  }

  /// The golden weights are (in, out).
  private static void compare(JsonArray expected, List<? extends Tensor> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < actual.size(); i++) {
      var e = expected.get(i).getAsJsonObject();
      var t = actual.get(i).detach();
      var values = (t.rank() == 2 ? t.t() : t).toDoubles();
      var first = e.getAsJsonArray("first");
      for (int j = 0; j < first.size(); j++) {
        assertEquals(first.get(j).getAsDouble(), values[j], 1e-12, "parameter " + i);
      }
      assertEquals(e.get("l2").getAsDouble(), t.square().sum().sqrt().item(), 1e-11);
      assertEquals(e.get("sum").getAsDouble(), t.sum().item(), 1e-11);
    }
  }
}
