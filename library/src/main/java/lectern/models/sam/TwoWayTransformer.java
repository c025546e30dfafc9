package lectern.models.sam;

import java.util.ArrayList;
import java.util.List;
import lectern.models.sam.TwoWayBlock.Pair;
import lectern.nn.Layer;
import lectern.nn.LayerNorm;
import lectern.tensor.Tensor;

/// Two-way blocks, then the tokens look at the image once more.
public final class TwoWayTransformer extends Layer {

  private final List<TwoWayBlock> layers;
  private final TokenAttention last;
  private final LayerNorm norm;

  TwoWayTransformer(SamConfig config) {
    int width = config.promptWidth();
    int heads = config.decoderHeads();
    var blocks = new ArrayList<TwoWayBlock>();
    for (int i = 0; i < config.decoderDepth(); i++) {
      blocks.add(new TwoWayBlock(width, heads, config.decoderHidden(), i == 0));
    }
    this.layers = children("layers", blocks);
    this.last = child("final_attn_token_to_image", new TokenAttention(width, heads, width / 2));
    this.norm = child("norm_final_attn", new LayerNorm(width));
  }

  /// Shape: image `(B, C, H, W)`, its positions `(1, C, H, W)`, tokens `(B, T, C)` → tokens `(B, T,
  /// C)`, image `(B, H·W, C)`
  public Pair apply(Tensor image, Tensor positions, Tensor tokens) {
    return call(() -> forward(image, positions, tokens), image, positions, tokens);
  }

  private Pair forward(Tensor image, Tensor positions, Tensor tokens) {
    // (B, C, H, W) → (B, H·W, C)
    var pair = new Pair(tokens, flat(image));
    var e = flat(positions);
    for (var layer : layers) {
      pair = layer.apply(pair.tokens(), pair.image(), tokens, e);
    }
    var t = pair.tokens();
    var s = pair.image();
    t = norm.apply(t.add(last.apply(t.add(tokens), s.add(e), s)));
    return new Pair(t, s);
  }

  private static Tensor flat(Tensor x) {
    return x.reshape(x.size(0), x.size(1), x.size(2) * x.size(3)).transpose(1, 2);
  }
}
