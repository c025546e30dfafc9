package lectern.models.sam;

import lectern.nn.Layer;
import lectern.nn.LayerNorm;
import lectern.nn.ReLU;
import lectern.tensor.Tensor;

/// Tokens and image look at each other, once in each direction.
///
/// ```
/// t ← norm₁(t + self(t + p, t + p, t))       the first block: t ← norm₁(self(t, t, t))
/// t ← norm₂(t + toImage(t + p, s + e, s))
/// t ← norm₃(t + mlp(t))
/// s ← norm₄(s + toTokens(s + e, t + p, t))
/// ```
///
/// t are the tokens, p their positions (the tokens as they came in), s the image, e its positions.
public final class TwoWayBlock extends Layer {

  /// Tokens `(B, T, C)` and image `(B, H·W, C)`.
  public record Pair(Tensor tokens, Tensor image) {}

  private final boolean first;
  private final TokenAttention selfAttn;
  private final LayerNorm norm1;
  private final TokenAttention toImage;
  private final LayerNorm norm2;
  private final MlpBlock mlp;
  private final LayerNorm norm3;
  private final LayerNorm norm4;
  private final TokenAttention toTokens;

  /// @param first whether the tokens are their own positions still, so that self-attention adds
  ///   none
  TwoWayBlock(int width, int heads, int hidden, boolean first) {
    int inner = width / 2;
    this.first = first;
    this.selfAttn = child("self_attn", new TokenAttention(width, heads, width));
    this.norm1 = child("norm1", new LayerNorm(width));
    this.toImage = child("cross_attn_token_to_image", new TokenAttention(width, heads, inner));
    this.norm2 = child("norm2", new LayerNorm(width));
    this.mlp = child("mlp", new MlpBlock(width, hidden, new ReLU()));
    this.norm3 = child("norm3", new LayerNorm(width));
    this.norm4 = child("norm4", new LayerNorm(width));
    this.toTokens = child("cross_attn_image_to_token", new TokenAttention(width, heads, inner));
  }

  /// Shape: tokens, p `(B, T, C)`; image `(B, S, C)`, e `(1, S, C)` → tokens, image
  public Pair apply(Tensor tokens, Tensor image, Tensor p, Tensor e) {
    return call(() -> forward(tokens, image, p, e), tokens, image, p, e);
  }

  private Pair forward(Tensor tokens, Tensor image, Tensor p, Tensor e) {
    var t = norm1.apply(first ? selfAttn.apply(tokens, tokens, tokens) : lookAround(tokens, p));
    t = norm2.apply(t.add(toImage.apply(t.add(p), image.add(e), image)));
    t = norm3.apply(t.add(mlp.apply(t)));
    var s = norm4.apply(image.add(toTokens.apply(image.add(e), t.add(p), t)));
    return new Pair(t, s);
  }

  private Tensor lookAround(Tensor tokens, Tensor p) {
    var at = tokens.add(p);
    return tokens.add(selfAttn.apply(at, at, tokens));
  }
}
