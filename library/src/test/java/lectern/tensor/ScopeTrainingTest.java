package lectern.tensor;

import static lectern.tensor.ScopeMemory.N;
import static lectern.tensor.ScopeMemory.isFreed;
import static lectern.tensor.ScopeMemory.memory;
import static lectern.tensor.ScopeMemory.useMemoryAgain;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.util.ArrayList;
import java.util.List;
import lectern.nn.BatchNorm1d;
import lectern.nn.Linear;
import lectern.nn.Sequential;
import lectern.optim.QHAdam;
import lectern.random.Seeds;
import org.junit.jupiter.api.Test;

/// Gradients, graphs and layers inside a scope compute what they compute outside.
class ScopeTrainingTest {

  private final Tensor x = Tensor.arange(N).div(N);

  @Test
  void aReturnedTensorWithAGraphKeepsWhatTheGraphReads() {
    var w = Tensor.ones(N).requiresGrad(true);
    var loss = Tensor.scope(() -> x.mul(2).mul(w).square().add(Tensor.ones(N)).log().relu().mean());
    useMemoryAgain();
    loss.backward();
    var expected = Tensor.ones(N).requiresGrad(true);
    x.mul(2).mul(expected).square().add(Tensor.ones(N)).log().relu().mean().backward();
    assertArrayEquals(expected.grad().toFloats(), w.grad().toFloats());
  }

  @Test
  void gradientsThatCanBeDifferentiatedKeepWhatTheyRead() {
    var w = x.copy().requiresGrad(true);
    Tensor.scope(() -> w.mul(w).mul(w).sum().backward(null, true, true));
    useMemoryAgain();
    var second = w.grad().sum().gradients(false, w)[0];
    assertArrayEquals(x.mul(6).toFloats(), second.toFloats(), 1e-6f);
  }

  @Test
  void whatAHookOfALayerSawStays() {
    var layer = new Linear(4, 2000);
    var seen = new ArrayList<Tensor>();
    layer.hook((l, in, out) -> seen.addAll(List.of(in[0], (Tensor) out)));
    var input = Tensor.ones(3, 4);
    var sum =
        Tensor.noGrad(() -> Tensor.scope(() -> layer.apply(input.mul(2)).add(1).sum().item()));
    for (int i = 0; i < 20; i++) {
      Tensor.full(9, 3, 2000).mul(2);
    }
    assertEquals(24, seen.get(0).sum().item());
    assertEquals(sum, seen.get(1).add(1).sum().item());
  }

  @Test
  void trainingInsideScopesIsTheSameAndKeepsGradientsParametersAndStatistics() {
    float[] plain = train(false);
    assertArrayEquals(plain, train(true));
  }

  private float[] train(boolean scoped) {
    Seeds.set(3);
    var model = new Sequential[1];
    Runnable make =
        () -> model[0] = new Sequential(new Linear(20, 64), new BatchNorm1d(64), new Linear(64, 4));
    run(scoped, make);
    var input = Tensor.randn(100, 20);
    var labels = input.slice(1, 0, 4).argmax(1);
    var optimizer = new QHAdam(model[0].parameters());
    for (int i = 0; i < 20; i++) {
      var held = new Tensor[2];
      run(
          scoped,
          () -> {
            var logits = model[0].apply(input);
            held[1] = logits;
            optimizer.zeroGrad();
            Losses.crossEntropy(logits, labels).backward();
            held[0] = model[0].parameters().getFirst().grad();
            optimizer.step();
          });
      if (scoped) {
        isFreed(held[1]);
      }
      var gradient = held[0].toFloats();
      useMemoryAgain();
      assertArrayEquals(gradient, held[0].toFloats(), "a gradient in a user's hands stays");
    }
    model[0].eval();
    return model[0].apply(input).toFloats();
  }

  private static void run(boolean scoped, Runnable body) {
    if (scoped) {
      Tensor.scope(body);
    } else {
      body.run();
    }
  }

  @Test
  void memoryIsNeverGivenBackTwice() {
    var w = x.copy().requiresGrad(true);
    for (int i = 0; i < 5; i++) {
      Tensor.scope(
          () -> {
            w.zeroGrad();
            w.mul(2).exp().relu().mean().backward();
            w.zeroGrad();
          });
      var a = x.mul(2);
      var b = x.mul(3);
      var c = x.mul(4);
      assertNotSame(memory(a), memory(b));
      assertNotSame(memory(b), memory(c));
      assertNotSame(memory(a), memory(c));
    }
  }
}
