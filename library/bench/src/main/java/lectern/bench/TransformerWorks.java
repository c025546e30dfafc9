package lectern.bench;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import lectern.backend.Shape;
import lectern.models.sam.Sam;
import lectern.models.sam.SamConfig;
import lectern.nn.LayerNorm;
import lectern.nn.Linear;
import lectern.nn.Stage;
import lectern.tensor.Attention;
import lectern.tensor.Normalization;
import lectern.tensor.Tensor;

/// Attention and the blocks that are built around it.
final class TransformerWorks {

  private TransformerWorks() {}

  static void addTo(Map<String, Supplier<Runnable>> all) {
    all.put("attention-12x196x64", () -> attention(12, 196, 64));
    all.put("attention-300x196x64", () -> attention(300, 196, 64));
    all.put("softmax-58800x196", () -> unary(Tensor.rand(300, 196, 196), x -> x.softmax(-1)));
    all.put("gelu-4096x3072", () -> unary(Tensor.randn(4096, 3072), Tensor::gelu));
    all.put("layernorm-4096x768", TransformerWorks::layerNorm);
    all.put("gpt-block-8x128x256-fwdbwd", TransformerWorks::gptBlock);
    all.put("sam-vit-b-window-block", () -> samBlock(0));
    all.put("sam-vit-b-global-block", () -> samBlock(2));
    all.put("sam-vit-b-encode", TransformerWorks::samEncode);
  }

  private interface Function {
    Tensor apply(Tensor x);
  }

  private static Runnable unary(Tensor x, Function f) {
    return () -> forward(() -> f.apply(x));
  }

  private static Runnable attention(int heads, int t, int d) {
    var q = Tensor.rand(heads, t, d);
    var k = Tensor.rand(heads, t, d);
    var v = Tensor.rand(heads, t, d);
    return () -> forward(() -> Attention.scaledDotProduct(q, k, v));
  }

  /// Without gradients, the result given back at once, as it is in Python when nobody holds it.
  static void forward(Supplier<Tensor> f) {
    Tensor.noGrad(() -> Tensor.scope((Runnable) f::get));
  }

  private static Runnable layerNorm() {
    var gamma = Tensor.ones(768);
    var beta = Tensor.zeros(768);
    return unary(
        Tensor.rand(4096, 768), x -> Normalization.layerNorm(x, Shape.of(768), gamma, beta, 1e-5));
  }

  /// x ← x + attention(norm(x)); x ← x + mlp(norm(x)), each token seeing its past.
  private static final class GptBlock extends Stage {
    private static final int HEADS = 8;

    final LayerNorm norm1;
    final Linear qkv;
    final Linear proj;
    final LayerNorm norm2;
    final Linear up;
    final Linear down;

    GptBlock(int width) {
      norm1 = child("norm1", new LayerNorm(width));
      qkv = child("qkv", new Linear(width, 3 * width));
      proj = child("proj", new Linear(width, width));
      norm2 = child("norm2", new LayerNorm(width));
      up = child("up", new Linear(width, 4 * width));
      down = child("down", new Linear(4 * width, width));
    }

    @Override
    protected Tensor forward(Tensor x) {
      int n = x.size(0);
      int t = x.size(1);
      int d = x.size(2);
      // (N, T, 3D) → (3, N, heads, T, d)
      var heads =
          qkv.apply(norm1.apply(x)).reshape(n, t, 3, HEADS, d / HEADS).permute(2, 0, 3, 1, 4);
      var seen = Attention.causal(heads.select(0, 0), heads.select(0, 1), heads.select(0, 2));
      var y = x.add(proj.apply(seen.transpose(1, 2).reshape(n, t, d)));
      return y.add(down.apply(up.apply(norm2.apply(y)).gelu()));
    }
  }

  private static Runnable gptBlock() {
    var block = new GptBlock(256);
    var x = Tensor.rand(8, 128, 256).requiresGrad(true);
    var g = Tensor.rand(8, 128, 256);
    Runnable both =
        () -> {
          block.zeroGrad();
          x.zeroGrad();
          block.apply(x).backward(g);
        };
    return () -> Tensor.scope(both);
  }

  private static Runnable samBlock(int index) {
    // One window block and two more before the first global one are enough.
    var c = SamConfig.vitB();
    var sam =
        new Sam(
            new SamConfig(
                c.imageSize(),
                c.patchSize(),
                c.width(),
                3,
                c.heads(),
                Set.of(2),
                c.windowSize(),
                c.promptWidth(),
                c.maskChannels(),
                c.decoderDepth(),
                c.decoderHeads(),
                c.decoderHidden(),
                c.iouDepth(),
                c.iouHidden(),
                c.multimasks()));
    var block = (Stage) sam.imageEncoder().children().get("blocks." + index);
    var x = Tensor.randn(1, c.grid(), c.grid(), c.width());
    return () -> forward(() -> block.apply(x));
  }

  private static Runnable samEncode() {
    var sam = Sam.vitB();
    int side = sam.config().imageSize();
    var x = Tensor.randn(1, 3, side, side);
    return () -> forward(() -> sam.encode(x));
  }
}
