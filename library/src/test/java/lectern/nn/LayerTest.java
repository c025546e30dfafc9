package lectern.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import lectern.backend.Backend;
import lectern.backend.Shape;
import lectern.backend.meta.Meta;
import lectern.display.MimeBundle;
import lectern.random.Seeds;
import lectern.tensor.ShapeException;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LayerTest {

  /// Two layers deep, two tensors in and two out.
  private static final class Pair extends Layer {
    private final Linear left = child("left", new Linear(3, 2));
    private final Sequential right =
        child("right", new Sequential(new Linear(4, 5), new ReLU(), new Linear(5, 2, false)));

    record Both(Tensor left, Tensor right) {}

    Both apply(Tensor a, Tensor b) {
      return call(() -> new Both(left.apply(a), right.apply(b)), a, b);
    }
  }

  @Test
  void namesAndOrderAreThoseOfCheckpoints() {
    var pair = new Pair();
    assertEquals(
        List.of("left.weight", "left.bias", "right.0.weight", "right.0.bias", "right.2.weight"),
        List.copyOf(pair.state().keySet()));
    assertEquals(6 + 2 + 20 + 5 + 10, pair.parameterCount());
    assertEquals("right.0.weight", pair.parameters().get(2).name());
  }

  @Test
  void anErrorNamesTheLayerAsTheUserWroteIt() {
    var error =
        assertThrows(
            ShapeException.class, () -> new Pair().apply(Tensor.zeros(1, 3), Tensor.zeros(1, 3)));
    assertEquals(
        "right.0 (Linear): linear: x (…, I)·Wᵀ (I, O) + b (O,) → (…, O); got x (1, 3), W (5, 4); x"
            + " must end in 4",
        error.getMessage());
  }

  @Test
  void aNetworkOfConvolutionsGoesForwardAndBackward() {
    var model =
        new Sequential(
            new Conv2d(1, 4, 3, 1, 1),
            new BatchNorm2d(4),
            new LeakyReLU(0.1),
            new MaxPool2d(2),
            new Conv2d(4, 6, 3),
            new GroupNorm(2, 6),
            new ReLU(),
            new AvgPool2d(2, 1),
            new AdaptiveAvgPool2d(2, 2),
            new Flatten(),
            new Linear(24, 3));
    var y = model.apply(Tensor.randn(5, 1, 12, 12));
    assertEquals(Shape.of(5, 3), y.shape());
    y.square().mean().backward();
    model.namedParameters().forEach((name, p) -> assertEquals(p.shape(), p.grad().shape(), name));
    assertTrue(model.toString().contains("AdaptiveAvgPool2d → 2 × 2"), model.toString());
    var error = assertThrows(ShapeException.class, () -> model.apply(Tensor.zeros(5, 1, 3, 3)));
    assertTrue(error.getMessage().startsWith("4 (Conv2d): conv2d: a window of 3 × 3"));
  }

  @Test
  void recurrentCellsStartFromNothingAndGoOnFromTheirState() {
    var x = Tensor.randn(2, 3);
    var lstm = new LSTMCell(3, 4);
    var first = lstm.apply(x, null);
    assertEquals(Shape.of(2, 4), lstm.apply(x, first).h().shape());
    assertEquals(Shape.of(2, 4), new GRUCell(3, 4).apply(x, null).shape());
    var rnn = new RNNCell(3, 4);
    assertTrue(rnn.apply(x, null).sameValues(rnn.apply(x, Tensor.zeros(2, 4))));
    assertEquals(
        List.of("weight_ih", "weight_hh", "bias_ih", "bias_hh"), List.copyOf(rnn.state().keySet()));
    var error = assertThrows(ShapeException.class, () -> rnn.apply(Tensor.zeros(2, 5), null));
    assertTrue(error.getMessage().startsWith("RNNCell: linear: x (…, I)"), error.getMessage());
  }

  @Test
  void aModelShowsItselfAsATree() {
    var model = new Sequential(new Flatten(), new Linear(784, 100), new ReLU(), new Dropout(0.5));
    assertEquals(
        """
        Sequential  78,500 parameters
        ├─ 0: Flatten
        ├─ 1: Linear 784 → 100  weight (100, 784)  bias (100,)  78,500 parameters
        ├─ 2: ReLU
        └─ 3: Dropout p = 0.5\
        """,
        model.toString());
    var html = (String) model.toMimeBundle().data().get(MimeBundle.HTML);
    assertTrue(html.contains("78,500 parameters"), html);
  }

  @Test
  void aCheckpointThatDoesNotFitChangesNothing() {
    var model = new Linear(2, 3);
    var before = model.weight.detach().copy();
    var values = new LinkedHashMap<String, Tensor>();
    values.put("weight", Tensor.zeros(3, 2));
    values.put("beta", Tensor.zeros(3));
    var error = assertThrows(IllegalArgumentException.class, () -> model.load(values));
    assertEquals(
        "Linear: the checkpoint does not fit in 2 places: missing bias (3,); unknown beta",
        error.getMessage());
    assertTrue(before.sameValues(model.weight.detach()));
    values.put("bias", Tensor.ones(3));
    values.remove("beta");
    model.load(values);
    assertEquals(1, model.bias.get(0));
  }

  @Test
  void theSameSeedMakesTheSameModel() {
    Seeds.set(3);
    var a = new Linear(4, 5);
    Seeds.set(3);
    var b = new Linear(4, 5);
    assertTrue(a.weight.detach().sameValues(b.weight.detach()));
    double bound = 1 / Math.sqrt(4);
    assertTrue(a.weight.detach().abs().max().item() <= bound);
    assertTrue(a.weight.detach().std().item() > bound / 4);
  }

  @Test
  void dropoutKeepsTheMeanInTrainingAndDoesNothingInUse() {
    Seeds.set(1);
    var dropout = new Dropout(0.25);
    var x = Tensor.ones(100, 100);
    var y = dropout.apply(x);
    assertEquals(1, y.mean().item(), 0.02);
    assertEquals(0, y.min().item());
    assertEquals(1 / 0.75, y.max().item(), 1e-6);
    dropout.eval();
    assertSame(x, dropout.apply(x));
  }

  @Test
  void embeddingsAreRowsAndUsedRowsGetGradients() {
    var embedding = new Embedding(5, 3);
    var y = embedding.apply(Tensor.of(new int[] {4, 0, 4, 1}, 2, 2));
    assertEquals(Shape.of(2, 2, 3), y.shape());
    y.sum().backward();
    assertEquals(2, embedding.weight.grad().get(4, 0));
    assertEquals(0, embedding.weight.grad().get(2, 0));
  }

  @Test
  void hooksSeeEveryCall() {
    var model = new Sequential(new Linear(2, 2), new ReLU());
    var seen = new ArrayList<String>();
    model.get(1).hook((layer, in, out) -> seen.add(layer.name() + " " + ((Tensor) out).shape()));
    model.apply(Tensor.zeros(3, 2));
    assertEquals(List.of("1 (3, 2)"), seen);
    model.get(1).removeHooks();
    model.apply(Tensor.zeros(3, 2));
    assertEquals(1, seen.size());
  }

  @Test
  void trainAndEvalReachEveryChild() {
    var pair = new Pair();
    pair.eval();
    assertFalse(pair.right.get(1).isTraining());
    pair.train();
    assertTrue(pair.right.get(1).isTraining());
  }

  @Test
  void aNameIsUsedOnce() {
    final class Twice extends Layer {
      Twice() {
        child("a", new ReLU());
        child("a", new ReLU());
      }
    }
    var error = assertThrows(IllegalArgumentException.class, Twice::new);
    assertTrue(error.getMessage().startsWith("Twice: 'a' cannot be registered"));
  }

  @Test
  void aModelOfAnySizeIsTracedWithoutMemory() {
    var model =
        Meta.build(
            () ->
                new Sequential(new Linear(100_000, 300_000), new ReLU(), new Linear(300_000, 10)));
    var trace = ShapeTrace.of(model, Tensor.zeros(2, 7, 100_000));
    assertEquals(30_003_300_010L, trace.parameters());
    assertEquals(14L * 100_000 * 300_000 + 14L * 300_000 * 10, trace.macs());
    assertEquals(List.of(Shape.of(2, 7, 10)), trace.rows().getFirst().out());
    assertEquals("2", trace.rows().getLast().name());
    var error =
        assertThrows(
            UnsupportedOperationException.class, () -> model.parameters().getFirst().toFloats());
    assertTrue(error.getMessage().contains("no values"), error.getMessage());
  }

  @Test
  void aTraceShowsSeveralInputsAndOutputs() {
    var pair = Meta.build(Pair::new);
    var trace = ShapeTrace.of(pair, () -> pair.apply(Tensor.zeros(1, 3), Tensor.zeros(6, 4)));
    var whole = trace.rows().getFirst();
    assertEquals(List.of(Shape.of(1, 3), Shape.of(6, 4)), whole.in());
    assertEquals(List.of(Shape.of(1, 2), Shape.of(6, 2)), whole.out());
    assertEquals(
        List.of("", "left", "right", "right.0", "right.1", "right.2"),
        trace.rows().stream().map(ShapeTrace.Row::name).toList());
    assertEquals(6 + 6 * (20 + 10), trace.macs());
    assertTrue(trace.toString().contains("43 parameters, 186 MACs"), trace.toString());
  }

  @Test
  void aTraceThatIsCutCountsWhatItLeavesOut() {
    var pair = Meta.build(Pair::new);
    var trace = ShapeTrace.of(pair, () -> pair.apply(Tensor.zeros(1, 3), Tensor.zeros(6, 4)));
    var cut = trace.depth(1);
    assertEquals(
        List.of("", "left", "right"), cut.rows().stream().map(ShapeTrace.Row::name).toList());
    assertEquals(43, cut.rows().stream().mapToLong(ShapeTrace.Row::parameters).sum());
    assertEquals(43, trace.depth(0).rows().getFirst().parameters());
    assertEquals(trace.macs(), cut.macs());
  }

  @Test
  void layersWorkOnEveryBackend() {
    for (var name : List.of("reference", "meta")) {
      var y =
          Backend.use(
              Backend.named(name),
              () -> new Sequential(new Linear(3, 2), new Tanh()).apply(Tensor.ones(4, 3)));
      assertEquals(Shape.of(4, 2), y.shape());
      assertEquals(name, y.backend().name());
    }
  }

  @Test
  void anIdWithoutARowIsToldWithTheLayersName() {
    var words = new Sequential(new Embedding(3, 2));
    var e =
        assertThrows(
            IndexOutOfBoundsException.class, () -> words.apply(Tensor.of(new int[] {0, 3})));
    assertEquals(
        "0 (Embedding): ids are rows of the weight: take, here (3, 2): index 3 is outside a"
            + " dimension of size 3",
        e.getMessage());
  }

  @Test
  void aLinearLayerOfNothingGivesZeros() {
    assertEquals(0, new Linear(0, 2).apply(Tensor.zeros(3, 0)).abs().max().item());
  }
}
