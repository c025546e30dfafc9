package lectern.bench;

import java.util.concurrent.TimeUnit;
import lectern.backend.Backend;
import lectern.nn.Linear;
import lectern.nn.ReLU;
import lectern.nn.Sequential;
import lectern.optim.Adam;
import lectern.optim.Optimizer;
import lectern.optim.QHAdam;
import lectern.optim.SGD;
import lectern.tensor.Losses;
import lectern.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One step of training 784-100-10 on a batch of 100: forward, loss, backward, update.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-XX:+UseSerialGC"
    })
public class TrainingStep {

  /// Which optimizer updates.
  @Param({"sgd", "momentum", "adam", "qhadam"})
  public String optimizer;

  /// Which backend computes.
  @Param({"cpu", "nd4j"})
  public String backend;

  private Sequential model;
  private Optimizer update;
  private Tensor x;
  private Tensor y;

  /// Makes the model and one batch.
  @Setup
  public void make() {
    Backend.setDefault(Backend.named(backend));
    model = new Sequential(new Linear(784, 100), new ReLU(), new Linear(100, 10));
    var theta = model.parameters();
    update =
        switch (optimizer) {
          case "sgd" -> new SGD(theta).lr(1e-3);
          case "momentum" -> new SGD(theta).lr(1e-3).momentum(0.9);
          case "adam" -> new Adam(theta).lr(1e-4);
          default -> new QHAdam(theta).lr(1e-4);
        };
    x = Tensor.rand(100, 784);
    var labels = new long[100];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 10;
    }
    y = Tensor.of(labels, 100);
  }

  /// The whole step.
  @Benchmark
  public Tensor step() {
    var loss = Losses.crossEntropy(model.apply(x), y);
    update.zeroGrad();
    loss.backward();
    update.step();
    return loss;
  }
}
