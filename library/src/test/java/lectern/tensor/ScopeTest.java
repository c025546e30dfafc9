package lectern.tensor;

import static lectern.tensor.ScopeMemory.N;
import static lectern.tensor.ScopeMemory.isFreed;
import static lectern.tensor.ScopeMemory.memory;
import static lectern.tensor.ScopeMemory.useMemoryAgain;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.Shape;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What a scope frees is used again; what got out of it never changes.
class ScopeTest {

  private final Tensor x = Tensor.arange(N).div(N);

  @Test
  void whatABodyMakesIsUsedAgainAtOnce() {
    var inside = new Object[1];
    double sum =
        Tensor.scope(
            () -> {
              var y = x.mul(2);
              inside[0] = memory(y);
              return y.sum().item();
            });
    assertEquals(N - 1, sum, 0.01);
    assertSame(inside[0], memory(x.add(1)));
  }

  @Test
  void whatItReturnsStays() {
    var escaped = new Tensor[1];
    var y =
        Tensor.scope(
            () -> {
              escaped[0] = x.mul(2);
              return escaped[0].add(1);
            });
    var before = y.toFloats();
    useMemoryAgain();
    assertArrayEquals(before, y.toFloats());
    isFreed(escaped[0]);
  }

  private record Pair(Tensor a, List<Tensor> b) {}

  @Test
  void tensorsInsideArraysCollectionsMapsAndRecordsStay() {
    var found =
        Tensor.scope(
            () ->
                Map.of(
                    "pair",
                    new Pair(x.mul(2), List.of(x.mul(3))),
                    "array",
                    new Tensor[] {x.mul(4)}));
    useMemoryAgain();
    var pair = (Pair) found.get("pair");
    assertEquals(2, pair.a.sum().div(x.sum()).item(), 1e-5);
    assertEquals(3, pair.b.getFirst().sum().div(x.sum()).item(), 1e-5);
    assertEquals(4, ((Tensor[]) found.get("array"))[0].sum().div(x.sum()).item(), 1e-5);
  }

  @Test
  void aViewThatIsReturnedKeepsTheMemoryItLooksAt() {
    var whole = new Tensor[1];
    var view =
        Tensor.scope(
            () -> {
              whole[0] = x.mul(2);
              return whole[0].slice(0, 10, 20);
            });
    var before = view.toFloats();
    useMemoryAgain();
    assertArrayEquals(before, view.toFloats());
    assertEquals(20.0 / N, whole[0].get(10), 1e-6);
  }

  @Test
  void viewsOfFreedMemoryAreFreedToo() {
    var views = new ArrayList<Tensor>();
    Tensor.scope(
        () -> {
          var y = x.mul(2);
          views.add(y.slice(0, 1, 5));
          views.add(y.detach());
          views.add(y.reshape(50, 100).t());
          Tensor.scope(() -> views.add(y.flatten(0).unsqueeze(0)));
        });
    views.forEach(ScopeMemory::isFreed);
  }

  @Test
  void whatWasThereBeforeIsUntouched() {
    var before = x.toFloats();
    var view = new Tensor[1];
    Tensor.scope(
        () -> {
          view[0] = x.slice(0, 0, N / 2);
          view[0].mul(2).sum();
        });
    useMemoryAgain();
    assertArrayEquals(before, x.toFloats());
    assertEquals(1.0 / N, view[0].get(1), 1e-6);
  }

  @Test
  void arraysThatAUserBroughtAreNeverUsedAgain() {
    var mine = new float[N];
    mine[3] = 5;
    Tensor.scope(() -> Tensor.wrap(mine, Shape.of(N)).mul(2).sum().item());
    useMemoryAgain();
    assertEquals(5, mine[3]);
    var array = x.mul(2).array();
    Tensor.scope(() -> Tensor.wrap(array).sum().item());
    useMemoryAgain();
    assertEquals(2.0 / N, Tensor.wrap(array).get(1), 1e-6);
  }

  @Test
  void scopesNest() {
    var inner = new Tensor[3];
    var outer =
        Tensor.scope(
            () -> {
              var y = x.mul(2);
              inner[0] =
                  Tensor.scope(
                      () -> {
                        inner[1] = x.mul(3);
                        return y.add(inner[1]);
                      });
              isFreed(inner[1]);
              useMemoryAgain();
              assertEquals(5.0 / N, inner[0].get(1), 1e-6);
              return y;
            });
    isFreed(inner[0]);
    useMemoryAgain();
    assertEquals(2.0 / N, outer.get(1), 1e-6);
  }

  @Test
  void keepLetsATensorOutliveAllScopes() {
    var kept = new Tensor[1];
    Tensor.scope(() -> Tensor.scope(() -> kept[0] = x.mul(2).keep()));
    Tensor.scope(
        () -> {
          kept[0] = x.mul(2).keep();
        });
    useMemoryAgain();
    assertEquals(2.0 / N, kept[0].get(1), 1e-6);
  }

  @Test
  void afterAnErrorEverythingIsFreed() {
    var inside = new Tensor[1];
    assertThrows(
        ArithmeticException.class,
        () ->
            Tensor.scope(
                () -> {
                  inside[0] = x.mul(2);
                  throw new ArithmeticException();
                }));
    isFreed(inside[0]);
  }

  @Test
  void aThreadSeesItsOwnScopesOnly() throws InterruptedException {
    var elsewhere = new Tensor[2];
    var here = new Tensor[1];
    Tensor.scope(
        () -> {
          here[0] = x.mul(2);
          var thread =
              new Thread(
                  () -> {
                    elsewhere[0] = x.mul(3);
                    elsewhere[1] = here[0].slice(0, 0, 5);
                  });
          thread.start();
          join(thread);
        });
    useMemoryAgain();
    assertEquals(3.0 / N, elsewhere[0].get(1), 1e-6);
    isFreed(here[0]);
    isFreed(elsewhere[1]);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> noOperationFreesItsInputsOrWhatItReturns() {
    return Stream.of("cpu", "nd4j")
        .flatMap(
            backend ->
                GradientRows.ROWS.stream()
                    .map(
                        row ->
                            DynamicTest.dynamicTest(
                                row + " on " + backend,
                                () ->
                                    Backend.use(
                                        Backend.named(backend),
                                        () -> DType.use(DType.FLOAT64, () -> survives(row))))));
  }

  private static void survives(GradientRows.Row row) {
    var inputs = row.inputs().stream().map(t -> t.to(Backend.current())).toArray(Tensor[]::new);
    var before = Stream.of(inputs).map(Tensor::toDoubles).toList();
    var expected = row.f().apply(inputs).toDoubles();
    var y = Tensor.scope(() -> row.f().apply(inputs));
    for (int i = 0; i < 10; i++) {
      assertArrayEquals(expected, Tensor.scope(() -> row.f().apply(inputs).toDoubles()));
    }
    assertArrayEquals(expected, y.toDoubles());
    for (int i = 0; i < inputs.length; i++) {
      assertArrayEquals(before.get(i), inputs[i].toDoubles());
    }
  }
}
