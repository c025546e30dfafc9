package lectern.bench;

import java.util.Map;
import java.util.function.Supplier;
import lectern.nn.Conv2d;
import lectern.tensor.Tensor;

/// Convolutions, forward alone and with the way back.
final class ImageWorks {

  private ImageWorks() {}

  static void addTo(Map<String, Supplier<Runnable>> all) {
    conv(all, "conv-100x1x28-5x5-6", new int[] {100, 1, 28, 28}, 6, 5, 0);
    conv(all, "conv-100x6x12-5x5-16", new int[] {100, 6, 12, 12}, 16, 5, 0);
    conv(all, "conv-8x64x56-3x3-64", new int[] {8, 64, 56, 56}, 64, 3, 1);
  }

  private static void conv(
      Map<String, Supplier<Runnable>> all, String name, int[] shape, int out, int k, int padding) {
    all.put(
        name + "-fwd",
        () -> {
          var layer = new Conv2d(shape[1], out, k, 1, padding);
          var x = Tensor.rand(shape);
          return () -> TransformerWorks.forward(() -> layer.apply(x));
        });
    all.put(
        name + "-fwdbwd",
        () -> {
          var layer = new Conv2d(shape[1], out, k, 1, padding);
          var x = Tensor.rand(shape).requiresGrad(true);
          var g = Tensor.randn(layer.apply(x).shape().dims());
          Runnable both =
              () -> {
                layer.zeroGrad();
                x.zeroGrad();
                layer.apply(x).backward(g);
              };
          return () -> Tensor.scope(both);
        });
  }
}
