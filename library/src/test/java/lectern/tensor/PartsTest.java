package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import lectern.backend.Backend;
import lectern.backend.Shape;
import org.junit.jupiter.api.Test;

/// One tensor used part by part: its gradient is put together in one place.
class PartsTest {

  @Test
  void theGradientsOfOverlappingPartsAddUp() {
    var x = Tensor.zeros(3, 4).requiresGrad(true);
    parts(x.add(0)).backward();
    var expected = new double[12];
    for (int i = 0; i < expected.length; i++) {
      int row = i / 4;
      int column = i % 4;
      expected[i] =
          1000 + (row < 2 ? 1 : 0) + (column % 2 == 0 ? 10 : 0) + (row == 1 ? 100 : 0) + column;
    }
    assertArrayEquals(expected, x.grad().toDoubles());
  }

  private static Tensor parts(Tensor h) {
    return h.slice(0, 0, 2)
        .sum()
        .add(h.slice(1, 0, 4, 2).sum().mul(10))
        .add(h.select(0, 1).sum().mul(100))
        .add(h.sum().mul(1000))
        .add(h.t().select(0, 1).sum())
        .add(h.select(1, 2).mul(Tensor.full(2, 3)).sum())
        .add(h.slice(1, 3, 4).mul(3).sum());
  }

  @Test
  void whatAHookSeesOfAPartStaysAsItIs() {
    var x = Tensor.of(1, 2, 3).requiresGrad(true);
    var h = x.mul(2);
    var seen = new Tensor[2];
    h.hook(g -> seen[0] = g);
    var part = h.slice(0, 0, 2);
    part.hook(g -> seen[1] = g);
    part.square().sum().add(h.select(0, 0)).add(h.sum()).backward();
    assertArrayEquals(new double[] {6, 9, 1}, seen[0].toDoubles());
    assertArrayEquals(new double[] {4, 8}, seen[1].toDoubles());
    assertArrayEquals(new double[] {12, 18, 2}, x.grad().toDoubles());
  }

  @Test
  void aSequenceTakenApartStepByStepMakesZerosOnce() {
    var zeros = new AtomicInteger();
    var cpu = Backend.named("cpu");
    var counting =
        (Backend)
            Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("full") && Shape.of(50, 2).equals(arguments[1])) {
                    zeros.incrementAndGet();
                  }
                  try {
                    return method.invoke(cpu, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    Backend.use(
        counting,
        () -> {
          var x = new Parameter(Tensor.randn(50, 2));
          var h = x.tanh();
          var state = Tensor.zeros(2);
          for (int t = 0; t < 50; t++) {
            state = state.mul(0.9).add(h.select(0, t));
          }
          zeros.set(0);
          state.sum().backward();
        });
    assertEquals(1, zeros.get());
  }
}
