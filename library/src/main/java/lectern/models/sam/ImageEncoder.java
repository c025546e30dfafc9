package lectern.models.sam;

import java.util.ArrayList;
import java.util.List;
import lectern.nn.Conv2d;
import lectern.nn.LayerNorm2d;
import lectern.nn.Sequential;
import lectern.nn.Stage;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;

/// A vision transformer that keeps the grid: patches in, one embedding for the whole image out.
/// Most blocks attend inside windows, a few over the whole grid.
///
/// Source: Y. Li and others, "Exploring plain vision transformer backbones for object detection",
/// ECCV 2022.
public final class ImageEncoder extends Stage {

  private static final double EPS = 1e-6;
  private static final int COLORS = 3;

  private final int imageSize;
  private final Parameter positions;
  private final PatchEmbed patchEmbed;
  private final List<EncoderBlock> blocks;
  private final Sequential neck;

  ImageEncoder(SamConfig config) {
    int width = config.width();
    int out = config.promptWidth();
    this.imageSize = config.imageSize();
    this.positions = parameter("pos_embed", Tensor.zeros(1, config.grid(), config.grid(), width));
    this.patchEmbed = child("patch_embed", new PatchEmbed(COLORS, width, config.patchSize()));
    var all = new ArrayList<EncoderBlock>();
    for (int i = 0; i < config.depth(); i++) {
      int window = config.globalBlocks().contains(i) ? 0 : config.windowSize();
      all.add(new EncoderBlock(config, window));
    }
    this.blocks = children("blocks", all);
    this.neck =
        child(
            "neck",
            new Sequential(
                new Conv2d(width, out, 1, 1, 0, false),
                new LayerNorm2d(out, EPS),
                new Conv2d(out, out, 3, 1, 1, false),
                new LayerNorm2d(out, EPS)));
  }

  /// Shape: `(N, 3, pixels, pixels)` → `(N, C, H, W)`
  @Override
  protected Tensor forward(Tensor image) {
    image.expect(-1, COLORS, imageSize, imageSize);
    var x = patchEmbed.apply(image).add(positions);
    for (var block : blocks) {
      x = inScope(block, x);
    }
    // (N, H, W, D) → (N, D, H, W)
    return neck.apply(x.permute(0, 3, 1, 2));
  }

  private static Tensor inScope(EncoderBlock block, Tensor x) {
    return Tensor.scope(() -> block.apply(x));
  }
}
