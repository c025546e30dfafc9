package lectern.models.sam;

import lectern.nn.GELU;
import lectern.nn.LayerNorm;
import lectern.nn.Stage;
import lectern.tensor.Tensor;

/// One encoder block: patches look at each other, then each thinks for itself.
///
/// ```
/// x ← x + attention(norm₁(x))        inside windows, or over the whole grid
/// x ← x + mlp(norm₂(x))
/// ```
///
/// Each half gives its memory back when it is done: at 1024 pixels the widest result of a block has
/// 50 MB.
public final class EncoderBlock extends Stage {

  private static final double EPS = 1e-6;
  private static final int MLP_RATIO = 4;

  private final int windowSize;
  private final LayerNorm norm1;
  private final EncoderAttention attn;
  private final LayerNorm norm2;
  private final MlpBlock mlp;

  /// @param windowSize the side of the windows; 0 to attend over the whole grid
  EncoderBlock(SamConfig config, int windowSize) {
    int width = config.width();
    this.windowSize = windowSize;
    this.norm1 = child("norm1", new LayerNorm(width, EPS));
    int side = windowSize == 0 ? config.grid() : windowSize;
    this.attn = child("attn", new EncoderAttention(width, config.heads(), side));
    this.norm2 = child("norm2", new LayerNorm(width, EPS));
    this.mlp = child("mlp", new MlpBlock(width, MLP_RATIO * width, new GELU()));
  }

  /// Shape: `(N, H, W, D)` → `(N, H, W, D)`
  @Override
  protected Tensor forward(Tensor x) {
    var y = Tensor.scope(() -> x.add(attend(norm1.apply(x))));
    return Tensor.scope(() -> y.add(mlp.apply(norm2.apply(y))));
  }

  private Tensor attend(Tensor x) {
    if (windowSize == 0) {
      return attn.apply(x);
    }
    var windows = attn.apply(Windows.partition(x, windowSize));
    return Windows.unpartition(windows, x.size(1), x.size(2));
  }
}
