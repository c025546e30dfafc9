package lectern.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import lectern.backend.Backend;
import lectern.nn.Conv2d;
import lectern.nn.Flatten;
import lectern.nn.Linear;
import lectern.nn.MaxPool2d;
import lectern.nn.ReLU;
import lectern.nn.Sequential;
import lectern.nn.Stage;
import lectern.optim.Adam;
import lectern.optim.Optimizer;
import lectern.optim.QHAdam;
import lectern.optim.SGD;
import lectern.tensor.Losses;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;

/// Whole steps of training: forward, loss, backward, update; batches of 100. The same batch comes
/// again and again, so the rates are small: a loss of nothing would have gradients so small that the
/// processor is slow with them.
final class ModelWorks {

  private static final int BATCH = 100;

  private ModelWorks() {}

  static void addTo(Map<String, Supplier<Runnable>> all) {
    all.put("mlp-sgd", () -> step(mlp(), p -> new SGD(p).lr(1e-3), digits(784)));
    all.put("mlp-adam", () -> step(mlp(), p -> new Adam(p).lr(1e-5), digits(784)));
    all.put("mlp-qhadam", () -> step(mlp(), p -> new QHAdam(p).lr(1e-5), digits(784)));
    all.put("mlp-sgd-nd4j", () -> onNd4j(() -> step(mlp(), p -> new SGD(p).lr(1e-3), digits(784))));
    all.put("lenet-sgd", () -> step(lenet(), p -> new SGD(p).lr(1e-3), digits(1, 28, 28)));
    all.put("overhead-1000-tiny-ops", ModelWorks::tinyOps);
    all.put("adam-4M-params", ModelWorks::adam);
  }

  private static Sequential mlp() {
    return new Sequential(new Linear(784, 100), new ReLU(), new Linear(100, 10));
  }

  private static Sequential lenet() {
    return new Sequential(
        new Conv2d(1, 6, 5, 1, 2),
        new ReLU(),
        new MaxPool2d(2),
        new Conv2d(6, 16, 5),
        new ReLU(),
        new MaxPool2d(2),
        new Flatten(),
        new Linear(400, 120),
        new ReLU(),
        new Linear(120, 84),
        new ReLU(),
        new Linear(84, 10));
  }

  private static Tensor digits(int... dims) {
    var shape = new int[dims.length + 1];
    shape[0] = BATCH;
    System.arraycopy(dims, 0, shape, 1, dims.length);
    return Tensor.rand(shape);
  }

  private static Runnable step(
      Stage model, Function<Collection<Parameter>, Optimizer> optimizer, Tensor x) {
    var update = optimizer.apply(model.parameters());
    var labels = new long[BATCH];
    for (int i = 0; i < BATCH; i++) {
      labels[i] = i % 10;
    }
    var y = Tensor.of(labels, BATCH);
    Runnable step =
        () -> {
          var loss = Losses.crossEntropy(model.apply(x), y);
          update.zeroGrad();
          loss.backward();
          update.step();
        };
    return () -> Tensor.scope(step);
  }

  private static Runnable onNd4j(Supplier<Runnable> work) {
    var nd4j = Backend.named("nd4j");
    Runnable step = Backend.use(nd4j, work);
    return () -> Backend.use(nd4j, step);
  }

  /// A chain of a thousand products of four numbers: nothing but the engine's own cost.
  private static Runnable tinyOps() {
    var w = Tensor.rand(4).requiresGrad(true);
    return () -> {
      var z = w;
      for (int i = 0; i < 1000; i++) {
        z = z.mul(w);
      }
      z.sum().backward();
      w.zeroGrad();
    };
  }

  private static Runnable adam() {
    var parameters = new ArrayList<Parameter>();
    for (int i = 0; i < 4; i++) {
      var p = new Parameter(Tensor.rand(1000, 1000));
      p.setGrad(Tensor.rand(1000, 1000));
      parameters.add(p);
    }
    return new Adam(parameters).lr(1e-3)::step;
  }
}
