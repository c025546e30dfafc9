package lectern.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import lectern.data.DataLoader;
import lectern.data.Dataset;
import lectern.data.MNIST;
import lectern.nn.Flatten;
import lectern.nn.Linear;
import lectern.nn.ReLU;
import lectern.nn.Sequential;
import lectern.nn.Stage;
import lectern.optim.SGD;
import lectern.optim.Schedule;
import lectern.random.Seeds;
import lectern.tensor.Losses;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Data, layers, optimizer and counts together, on the digits that the library carries.
class LearnsDigitsTest {

  private static final int EPOCHS = 3;

  @Test
  void aSmallNetworkLearnsToReadDigits() {
    var history = train(7, read("train").first(3000));
    assertTrue(history.get("loss")[0] > 2, () -> "the first loss is that of a guess: " + history);
    assertTrue(history.mean("loss", 30) < 0.5, history::toString);
    // Seven seeds gave 0.866 to 0.885.
    assertTrue(history.last("test") > 0.8, history::toString);
  }

  @Test
  void theSameSeedTrainsTheSameNetwork() {
    var data = read("train").first(300);
    assertArrayEquals(train(1, data).get("loss"), train(1, data).get("loss"));
    assertTrue(train(1, data).last("loss") != train(2, data).last("loss"));
  }

  private static History train(long seed, Dataset data) {
    Seeds.set(seed);
    var model = new Sequential(new Flatten(), new Linear(784, 30), new ReLU(), new Linear(30, 10));
    var loader = new DataLoader(data, 50).shuffle();
    var schedule = Schedule.cosine((long) EPOCHS * loader.size());
    var optimizer = new SGD(model.parameters()).lr(0.1).momentum(0.9).schedule(schedule);
    var history = new History();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      for (var batch : loader) {
        var loss = Losses.crossEntropy(model.apply(batch.x()), batch.y());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        history.add("loss", loss.item());
      }
    }
    return history.add("test", accuracy(model, read("t10k").first(1000)));
  }

  private static double accuracy(Stage model, Dataset data) {
    var confusion = new Confusion(10);
    Tensor.noGrad(
        () -> {
          for (var batch : new DataLoader(data, 500)) {
            confusion.add(model.apply(batch.x()), batch.y());
          }
        });
    return confusion.accuracy();
  }

  /// The carried files, whatever else this machine has.
  private static MNIST read(String part) {
    return MNIST.read(file(part + "-images-idx3-ubyte.gz"), file(part + "-labels-idx1-ubyte.gz"));
  }

  private static Path file(String name) {
    try {
      return Path.of(MNIST.class.getResource("/lectern/data/mnist/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
