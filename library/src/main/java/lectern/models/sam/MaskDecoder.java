package lectern.models.sam;

import java.util.ArrayList;
import java.util.List;
import lectern.nn.ConvTranspose2d;
import lectern.nn.Embedding;
import lectern.nn.GELU;
import lectern.nn.Layer;
import lectern.nn.LayerNorm2d;
import lectern.nn.Sequential;
import lectern.tensor.Tensor;

/// From image embedding and prompt to masks. Each mask has a token; after the two-way transformer a
/// small network turns the token into the weights of a linear classifier, which every upscaled
/// pixel is shown to:
///
/// ```
/// mask_i(pixel) = Σ_c h_i(token_i)_c · u(image)_c(pixel)
/// ```
///
/// One more token guesses how good each mask is.
public final class MaskDecoder extends Layer {

  private static final double EPS = 1e-6;

  private final int maskTokens;
  private final TwoWayTransformer transformer;
  private final Embedding iouToken;
  private final Embedding tokens;
  private final Sequential upscaling;
  private final List<Mlp> hypernetworks;
  private final Mlp iouHead;

  MaskDecoder(SamConfig config) {
    int width = config.promptWidth();
    this.maskTokens = config.multimasks() + 1;
    this.transformer = child("transformer", new TwoWayTransformer(config));
    this.iouToken = child("iou_token", new Embedding(1, width));
    this.tokens = child("mask_tokens", new Embedding(maskTokens, width));
    this.upscaling =
        child(
            "output_upscaling",
            new Sequential(
                new ConvTranspose2d(width, width / 4, 2, 2),
                new LayerNorm2d(width / 4, EPS),
                new GELU(),
                new ConvTranspose2d(width / 4, width / 8, 2, 2),
                new GELU()));
    var all = new ArrayList<Mlp>();
    for (int i = 0; i < maskTokens; i++) {
      all.add(new Mlp(width, width, width / 8, 3));
    }
    this.hypernetworks = children("output_hypernetworks_mlps", all);
    this.iouHead =
        child(
            "iou_prediction_head",
            new Mlp(width, config.iouHidden(), maskTokens, config.iouDepth()));
  }

  /// All masks for B prompts on one image. Mask 0 is the answer to a clear prompt, the others are
  /// the whole, the part and the subpart that an unclear one may mean.
  ///
  /// Shape: image and its positions `(1, C, H, W)`, sparse `(B, T, C)`, dense `(B, C, H, W)` →
  /// masks `(B, 4, 4H, 4W)`, qualities `(B, 4)`
  public Masks apply(Tensor image, Tensor positions, PromptEncoder.Encoded prompt) {
    return call(
        () -> forward(image, positions, prompt.sparse(), prompt.dense()),
        image,
        positions,
        prompt.sparse(),
        prompt.dense());
  }

  private Masks forward(Tensor image, Tensor positions, Tensor sparse, Tensor dense) {
    int b = sparse.size(0);
    int c = image.size(1);
    int h = image.size(2);
    int w = image.size(3);
    // (1 + 4, C) → (B, 1 + 4 + T, C)
    var output = Tensor.cat(0, iouToken.weight, tokens.weight);
    var all = Tensor.cat(1, output.unsqueeze(0).expand(b, -1, -1), sparse);
    // (1, C, H, W) + (B, C, H, W)
    var pair = transformer.apply(image.add(dense), positions, all);

    // (B, H·W, C) → (B, C, H, W) → (B, C/8, 4H, 4W)
    var upscaled = upscaling.apply(pair.image().transpose(1, 2).reshape(b, c, h, w));
    var weights = new ArrayList<Tensor>();
    for (int i = 0; i < maskTokens; i++) {
      weights.add(hypernetworks.get(i).apply(pair.tokens().select(1, 1 + i)));
    }
    // (B, 4, C/8)·(B, C/8, 4H·4W) → (B, 4, 4H, 4W)
    var masks =
        Tensor.stack(weights, 1)
            .matmul(upscaled.reshape(b, c / 8, 16 * h * w))
            .reshape(b, maskTokens, 4 * h, 4 * w);
    return new Masks(masks, iouHead.apply(pair.tokens().select(1, 0)));
  }
}
