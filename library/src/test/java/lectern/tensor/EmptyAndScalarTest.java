package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.Shape;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Zero-length tensors and single numbers go through everything, forward and backward, on every
/// backend, as in PyTorch.
class EmptyAndScalarTest {

  private static final List<Shape> SHAPES =
      List.of(Shape.of(), Shape.of(0), Shape.of(2, 0, 3), Shape.of(0, 1), Shape.of(1));

  private record Case(String name, UnaryOperator<Tensor> f, Shape in, Shape out) {}

  private static final List<Case> CASES = new ArrayList<>();

  private static void is(String name, UnaryOperator<Tensor> f, int[] in, int... out) {
    CASES.add(new Case(name, f, Shape.of(in), Shape.of(out)));
  }

  private static int[] of(int... dims) {
    return dims;
  }

  static {
    // Single numbers
    is("sum(0)", x -> x.sum(0), of());
    is("mean(-1)", x -> x.mean(-1), of());
    is("max(0)", x -> x.max(0), of());
    is("prod(0)", x -> x.prod(0), of());
    is("cumsum(0)", x -> x.cumsum(0), of());
    is("softmax(-1)", x -> x.softmax(-1), of());
    is("logSoftmax(0)", x -> x.logSoftmax(0), of());
    is("logSumExp(0)", x -> x.logSumExp(0, true), of());
    is("var kept", x -> x.var(new int[0], 0, true), of());
    is("reshape", x -> x.reshape(1, 1), of(), 1, 1);
    is("reshape to a number", x -> x.reshape(), of(1, 1));
    is("flatten", x -> x.flatten(0), of(), 1);
    is("permute", x -> x.permute(), of());
    is("unsqueeze", x -> x.unsqueeze(0), of(), 1);
    is("expand", x -> x.expand(2, 0, 3), of(), 2, 0, 3);
    is("where", x -> Tensor.where(x.gt(0), x, x.mul(2)), of());
    is("stack", x -> Tensor.stack(0, x, x), of(), 2);
    is("maskedSelect", x -> x.maskedSelect(x.eq(x)), of(), 1);
    is("mul with a row", x -> x.mul(Tensor.ones(3)), of(), 3);
    is("linear of a row", x -> x.expand(3).linear(Tensor.ones(2, 3), null), of(), 2);
    is("mse", x -> Losses.mse(x, x.mul(2)), of());
    is("bceWithLogits", x -> Losses.bceWithLogits(x, x.sigmoid().detach()), of());
    is("focal", x -> Losses.focal(x, x.sigmoid().detach(), 0.25, 2), of());
    is("einsum", x -> Einsum.of(",i->i", x, Tensor.ones(3)), of(), 3);
    // Nothing
    is("sum to rows", x -> x.sum(1), of(2, 0), 2);
    is("mean to rows", x -> x.mean(1), of(2, 0), 2);
    is("prod to rows", x -> x.prod(1), of(2, 0), 2);
    is("var to rows", x -> x.var(1), of(2, 0), 2);
    is("logSumExp to rows", x -> x.logSumExp(1, false), of(2, 0), 2);
    is("max of no rows", x -> x.max(1), of(0, 3), 0);
    is("argmax of no rows", x -> x.argmax(1), of(0, 3), 0);
    is("cumsum", x -> x.cumsum(0), of(0, 3), 0, 3);
    is("softmax of no rows", x -> x.softmax(1), of(0, 3), 0, 3);
    is("softmax of nothing", x -> x.softmax(1), of(3, 0), 3, 0);
    is("logSoftmax of nothing", x -> x.logSoftmax(1), of(3, 0), 3, 0);
    is("reshape of nothing", x -> x.reshape(3, 0), of(0, 5), 3, 0);
    is("flatten of nothing", x -> x.flatten(1), of(0, 2, 3), 0, 6);
    is("permute of nothing", x -> x.permute(2, 0, 1), of(2, 0, 3), 3, 2, 0);
    is("slice to nothing", x -> x.slice(0, 1, 1), of(3, 2), 0, 2);
    is("slice of nothing", x -> x.slice(1, 0, 2), of(0, 3), 0, 2);
    is("pad around nothing", x -> x.pad(0, 1, 1), of(0, 3), 2, 3);
    is("flip", x -> x.flip(0), of(0, 3), 0, 3);
    is("roll", x -> x.roll(0, 1), of(0, 3), 0, 3);
    is("repeat", x -> x.repeat(0, 2), of(0, 3), 0, 3);
    is("repeat no times", x -> x.repeat(0, 0), of(2, 3), 0, 3);
    is("squeeze", x -> x.squeeze(1), of(0, 1), 0);
    is("expand nothing", x -> x.expand(4, 0), of(1, 0), 4, 0);
    is("take nothing", x -> x.take(0, new int[0]), of(3, 2), 0, 2);
    is("take of nothing", x -> x.take(1, 0, 0), of(0, 3), 0, 2);
    is("gather", x -> x.gather(1, Tensor.zeros(0, 2).to(DType.INT64)), of(0, 3), 0, 2);
    is(
        "scatterAdd",
        x -> x.scatterAdd(1, Tensor.zeros(0, 2).to(DType.INT64), x.slice(1, 0, 2)),
        of(0, 3),
        0,
        3);
    is(
        "scatter",
        x -> x.scatter(1, Tensor.zeros(0, 2).to(DType.INT64), x.slice(1, 0, 2)),
        of(0, 3),
        0,
        3);
    is("maskedFill", x -> x.maskedFill(x.eq(0), 1), of(0, 3), 0, 3);
    is("maskedSelect of nothing", x -> x.maskedSelect(x.eq(0)), of(0, 3), 0);
    is("matmul of no rows", x -> x.matmul(Tensor.ones(3, 2)), of(0, 3), 0, 2);
    is("matmul over nothing", x -> x.matmul(x.t()), of(2, 0), 2, 2);
    is("matmul of no matrices", x -> x.matmul(Tensor.ones(3, 2)), of(0, 4, 3), 0, 4, 2);
    is("linear", x -> x.linear(Tensor.ones(2, 3), Tensor.ones(2)), of(0, 3), 0, 2);
    is("linear from nothing", x -> x.linear(Tensor.ones(2, 0), Tensor.ones(2)), of(4, 0), 4, 2);
    is("einsum of nothing", x -> Einsum.of("ij,kj->ik", x, x), of(2, 0), 2, 2);
    is("cat", x -> Tensor.cat(0, x, Tensor.ones(2, 3)), of(0, 3), 2, 3);
    is("split", x -> Tensor.split(x, 2, 0).getFirst(), of(0, 3), 0, 3);
    is("mse of nothing", x -> Losses.mse(x, x.mul(2)), of(0, 3));
    is("crossEntropy", EmptyAndScalarTest::crossEntropyOfNothing, of(0, 3));
    is("dice", x -> Losses.dice(x, x.detach()), of(0, 3));
    is("dice of empty masks", x -> Losses.dice(x, x.detach()), of(2, 0));
    is("conv2d", x -> conv(x, 1), of(0, 2, 4, 4), 0, 3, 4, 4);
    is("maxPool2d", x -> Convolution.maxPool2d(x, 2, 2), of(0, 2, 4, 4), 0, 2, 2, 2);
    is("adaptive", x -> Pooling.adaptiveAvgPool2d(x, 1, 2), of(0, 2, 4, 4), 0, 2, 1, 2);
    is("adaptive max", x -> Pooling.adaptiveMaxPool2d(x, 1, 2), of(0, 2, 4, 4), 0, 2, 1, 2);
    is("unfold", x -> Patches.unfold(x, 3, 1, 1), of(0, 2, 4, 4), 0, 18, 16);
    is("fold", x -> Patches.fold(x, 4, 4, 2, 2, 0), of(0, 8, 4), 0, 2, 4, 4);
    is("bilinear", x -> Interpolation.bilinear(x, 3, 5), of(0, 2, 4, 4), 0, 2, 3, 5);
    is("layerNorm", x -> Normalization.layerNorm(x, Shape.of(3), null, null, 1e-5), of(0, 3), 0, 3);
    is("groupNorm", x -> Normalization.groupNorm(x, 2, null, null, 1e-5), of(0, 4, 3), 0, 4, 3);
    is("batchNorm", x -> Normalization.batchNorm(x, null, null, 1e-5), of(0, 3), 0, 3);
    is("attention", x -> Attention.scaledDotProduct(x, x, x), of(0, 3, 4), 0, 3, 4);
    is("attention to no keys", EmptyAndScalarTest::noKeys, of(2, 3, 4), 2, 3, 4);
    is("causal", x -> Attention.causal(x, x, x), of(2, 0, 4), 2, 0, 4);
  }

  private static Tensor crossEntropyOfNothing(Tensor x) {
    return Losses.crossEntropy(x, Tensor.zeros(0).to(DType.INT64));
  }

  private static Tensor conv(Tensor x, int padding) {
    return Convolution.conv2d(x, Tensor.ones(3, 2, 3, 3), Tensor.ones(3), 1, padding);
  }

  private static Tensor noKeys(Tensor x) {
    var none = x.slice(1, 0, 0);
    return Attention.scaledDotProduct(x, none, none);
  }

  private static void goes(UnaryOperator<Tensor> f, Shape in, Shape out) {
    var x = Tensor.full(0.5, in.dims()).requiresGrad(true);
    var y = f.apply(x);
    assertEquals(out, y.shape());
    if (y.requiresGrad()) {
      y.backward(Tensor.onesLike(y));
      assertTrue(x.grad() == null || x.grad().shape().equals(x.shape()));
    }
  }

  private static DynamicTest on(
      String name, String backend, UnaryOperator<Tensor> f, Shape in, Shape out) {
    return DynamicTest.dynamicTest(
        name + " on " + backend + " from " + in,
        () ->
            Backend.use(
                Backend.named(backend),
                () -> {
                  var dtype = backend.equals("reference") ? DType.FLOAT64 : DType.FLOAT32;
                  DType.use(dtype, () -> goes(f, in, out));
                }));
  }

  @TestFactory
  Stream<DynamicTest> operationsTakeThem() {
    return CASES.stream()
        .flatMap(
            c ->
                Stream.of("cpu", "reference", "meta", "nd4j")
                    .filter(b -> !(b.equals("meta") && c.name.startsWith("maskedSelect")))
                    .map(b -> on(c.name, b, c.f, c.in, c.out)));
  }

  /// Those that refuse by their meaning.
  private static final Set<String> REFUSE = Set.of("max", "min", "argmax", "t", "dot");

  @TestFactory
  Stream<DynamicTest> everyMethodWithoutArgumentsTakesThem() {
    return Stream.of(
            Arithmetic.class,
            Elementwise.class,
            Reductions.class,
            Movement.class,
            Comparison.class,
            Values.class)
        .flatMap(room -> Stream.of(room.getDeclaredMethods()))
        .filter(m -> m.getReturnType() == Tensor.class && m.getParameterCount() == 0)
        .filter(m -> Modifier.isPublic(m.getModifiers()) && !REFUSE.contains(m.getName()))
        .flatMap(
            method ->
                SHAPES.stream()
                    .flatMap(
                        shape ->
                            Stream.of("cpu", "reference", "meta", "nd4j")
                                .map(
                                    b ->
                                        on(
                                            method.getName(),
                                            b,
                                            x -> call(method, x),
                                            shape,
                                            method.getDeclaringClass() == Reductions.class
                                                ? Shape.scalar()
                                                : shape))));
  }

  private static Tensor call(Method method, Tensor x) {
    try {
      return (Tensor) method.invoke(x);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void ofNothingTheSumIsZeroTheProductOneTheMeanNoNumber() {
    var nothing = Tensor.zeros(2, 0);
    assertEquals(0, nothing.sum().item());
    assertEquals(1, nothing.prod().item());
    assertEquals(Double.NaN, nothing.mean().item());
    assertArrayEquals(new double[] {1, 1}, nothing.prod(1).toDoubles());
    double minus = Double.NEGATIVE_INFINITY;
    assertArrayEquals(new double[] {minus, minus}, nothing.logSumExp(1, false).toDoubles());
    var e = assertThrows(ShapeException.class, () -> nothing.max(1));
    assertTrue(e.getMessage().startsWith("max: there is no max of nothing"), e.getMessage());
    assertThrows(ShapeException.class, nothing::argmax);
    assertThrows(ShapeException.class, () -> Tensor.scalar(1).sum(1));
  }

  @Test
  void logSumExpOfInfinitiesIsPyTorchs() {
    double inf = Double.POSITIVE_INFINITY;
    var x = Tensor.of(new double[][] {{-inf, -inf}, {inf, 1}, {-inf, 2}});
    assertArrayEquals(new double[] {-inf, inf, 2}, x.logSumExp(1, false).toDoubles());

    var finite = Tensor.of(new double[] {1, inf, 1000}).requiresGrad(true);
    finite.logSumExp(0, false).backward();
    assertArrayEquals(new double[] {0, Double.NaN, 0}, finite.grad().toDoubles());
  }

  @Test
  void aDimensionThatIsNotThereIsToldWithTheOperationsName() {
    var x = Tensor.zeros(3, 4);
    var e = assertThrows(IllegalArgumentException.class, () -> x.sum(2));
    assertEquals(
        "sum: no dimension 2 in shape (3, 4); name one from 0 to 1, or from the end −1 to −2",
        e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> x.transpose(0, -3));
    assertTrue(e.getMessage().startsWith("transpose: no dimension -3 in"), e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> Tensor.scalar(1).softmax(1));
    assertTrue(e.getMessage().startsWith("softmax: a single number has"), e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> x.mean(0, 0));
    assertEquals("mean: dimension 0 is named twice", e.getMessage());
  }
}
