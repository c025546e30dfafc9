package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Shape;
import lectern.random.Seeds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The engine reuses memory, and nobody notices.
class MemoryTest {

  private Parameter w1;
  private Parameter b1;
  private Parameter w2;
  private Tensor x;
  private Tensor labels;

  @BeforeEach
  void makeANetwork() {
    Seeds.set(5);
    w1 = new Parameter(Tensor.randn(16, 8).mul(0.3));
    b1 = new Parameter(Tensor.zeros(16));
    w2 = new Parameter(Tensor.randn(4, 16).mul(0.3));
    x = Tensor.randn(32, 8).requiresGrad(true);
    labels = x.detach().slice(1, 0, 4).argmax(1);
  }

  private static void keep(
      Map<Tensor, float[]> held, Map<Tensor, String> names, String name, Tensor t) {
    held.put(t, t.toFloats());
    names.put(t, name);
  }

  private void step() {
    Tensor.noGrad(
        () -> {
          for (var p : new Parameter[] {w1, b1, w2}) {
            p.addInPlace(p.gradToRead(), -0.1);
            p.zeroGrad();
          }
        });
    x.zeroGrad();
  }

  @Test
  void tensorsInTheUsersHandsStayAsTheyAreThroughManySteps() {
    var held = new LinkedHashMap<Tensor, float[]>();
    var names = new LinkedHashMap<Tensor, String>();
    for (int i = 0; i < 30; i++) {
      var hidden = x.linear(w1, b1);
      var active = hidden.relu().retainGrad();
      var logits = active.linear(w2, null);
      var p = logits.softmax(1);
      var loss = Losses.crossEntropy(logits, labels);
      var seen = new Tensor[2];
      hidden.hook(g -> seen[0] = g);
      var view = hidden.t().slice(0, 2, 5);
      var asked = loss.gradients(true, hidden, w1);
      var pieces = Tensor.split(active, 8, 1);
      loss.add(view.square().mean()).add(p.detach().mean()).backward();
      if (i % 3 == 0) {
        keep(held, names, "gradient asked of a result " + i, asked[0]);
        keep(held, names, "gradient asked of a leaf " + i, asked[1]);
        keep(held, names, "piece " + i, pieces.get(1));
        keep(held, names, "mask " + i, hidden.gt(0));
        keep(held, names, "parameter's copy " + i, w1.copy());
        keep(held, names, "hidden " + i, hidden);
        keep(held, names, "active " + i, active);
        keep(held, names, "logits " + i, logits);
        keep(held, names, "probabilities " + i, p);
        keep(held, names, "loss " + i, loss);
        keep(held, names, "view " + i, view);
        keep(held, names, "hooked gradient " + i, seen[0]);
        keep(held, names, "retained gradient " + i, active.grad());
        keep(held, names, "w1's gradient " + i, w1.grad());
        keep(held, names, "x's gradient " + i, x.grad());
      }
      step();
    }
    held.forEach((t, values) -> assertArrayEquals(values, t.toFloats(), names.get(t)));
  }

  @Test
  void reusedMemoryChangesNoResult() {
    float[] first = train(false);
    makeANetwork();
    assertArrayEquals(first, train(true), "holding every gradient keeps the engine from reusing");
  }

  private float[] train(boolean hold) {
    for (int i = 0; i < 50; i++) {
      Losses.crossEntropy(x.linear(w1, b1).tanh().linear(w2, null), labels).backward();
      if (hold) {
        for (var p : new Tensor[] {w1, b1, w2, x}) {
          assertTrue(p.grad().array().storage().shared());
        }
      }
      step();
    }
    return w1.toFloats();
  }

  @Test
  void aLeafHookMayKeepAGradientThatOthersShare() {
    var a = Tensor.of(1, 2).requiresGrad(true);
    var b = Tensor.of(3, 4).requiresGrad(true);
    var kept = new Tensor[1];
    a.hook(g -> kept[0] = g);
    a.add(b).mul(Tensor.of(5, 6)).sum().backward();
    var before = kept[0].toFloats();
    for (int i = 0; i < 20; i++) {
      b.zeroGrad();
      b.mul(Tensor.of(i, i)).mul(2).sum().backward();
    }
    assertArrayEquals(before, kept[0].toFloats());
    assertNotSame(a.grad().array().storage(), kept[0].array().storage());
  }

  @Test
  void aTrainingLoopLeavesNothingBehind() {
    for (int i = 0; i < 200; i++) {
      Losses.crossEntropy(x.linear(w1, b1).relu().linear(w2, null), labels).backward();
      step();
    }
    long before = usedMemory();
    for (int i = 0; i < 10_000; i++) {
      Losses.crossEntropy(x.linear(w1, b1).relu().linear(w2, null), labels).backward();
      step();
    }
    long grown = usedMemory() - before;
    assertTrue(grown < 2_000_000, "10,000 steps left " + grown + " bytes behind");
  }

  @Test
  void aStepTakesItsMemoryFromWhatTheLastOneGaveBack() {
    var seen = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
    var made = new AtomicInteger();
    Backend.use(
        watched(data -> made.addAndGet(seen.add(data) ? 1 : 0)),
        () -> {
          var step = networkStep();
          for (int i = 0; i < 5; i++) {
            Tensor.scope(step);
          }
          made.set(0);
          for (int i = 0; i < 10; i++) {
            Tensor.scope(step);
          }
        });
    assertTrue(seen.size() > 20, "only " + seen.size() + " arrays were seen");
    assertEquals(0, made.get(), "arrays made anew in ten steps");
  }

  /// A training step of a small network with most of what can be lost on the way.
  private static Runnable networkStep() {
    var images = Tensor.randn(16, 1, 36, 36);
    var filters = new Parameter(Tensor.randn(4, 1, 5, 5).mul(0.2));
    var weight = new Parameter(Tensor.randn(1024, 1024).mul(0.03));
    var gamma = new Parameter(Tensor.ones(1024));
    var last = new Parameter(Tensor.randn(4, 1024).mul(0.03));
    var target = Tensor.rand(16, 4).argmax(1);
    return () -> {
      for (var p : new Parameter[] {filters, weight, gamma, last}) {
        p.zeroGrad();
      }
      var maps = Convolution.conv2d(images, filters, null, 1, 0).relu();
      maps =
          Normalization.groupNorm(
              Normalization.batchNorm(maps, null, null, 1e-5), 2, null, null, 1e-5);
      var h = Convolution.maxPool2d(maps, 2, 2).flatten(1);
      for (int i = 0; i < 2; i++) {
        var normed = Normalization.layerNorm(h, Shape.of(1024), gamma, null, 1e-5);
        h = h.add(normed.linear(weight, null));
      }
      h = h.clamp(-2, 2).leakyRelu(0.1).add(h.max(new int[] {1}, true)).maximum(h.neg());
      h = h.slice(1, 0, 512).mul(h.slice(1, 512, 1024)).repeat(1, 2);
      Losses.crossEntropy(h.linear(last, null), target).backward();
    };
  }

  /// The cpu backend; `each` hears of every large array of elements it hands out.
  private static Backend watched(Consumer<Object> each) {
    var cpu = Backend.named("cpu");
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              var result = method.invoke(cpu, arguments);
              var arrays = result instanceof Array[] several ? several : new Object[] {result};
              for (var array : arrays) {
                if (array instanceof Array a && a.length() >= 2048) {
                  each.accept(a.storage().data());
                }
              }
              return result;
            });
  }

  private static long usedMemory() {
    var runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
