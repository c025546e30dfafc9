package lectern.models.sam;

import java.util.ArrayList;
import java.util.List;
import lectern.backend.Shape;
import lectern.nn.Conv2d;
import lectern.nn.Embedding;
import lectern.nn.GELU;
import lectern.nn.Layer;
import lectern.nn.LayerNorm2d;
import lectern.nn.Sequential;
import lectern.tensor.Tensor;

/// Prompts as numbers: points and boxes become tokens (sparse), masks become something to add to
/// the image embedding (dense).
public final class PromptEncoder extends Layer {

  private static final double EPS = 1e-6;

  /// Outside, inside, upper left corner, lower right corner.
  private static final int KINDS = 4;

  /// The tokens `(B, T, C)` and what is added to the image embedding `(B, C, H, W)`.
  public record Encoded(Tensor sparse, Tensor dense) {}

  private final int imageSize;
  private final int grid;
  private final int width;
  private final PositionEncoding positions;
  private final List<Embedding> kinds;
  private final Embedding notAPoint;
  private final Sequential maskDownscaling;
  private final Embedding noMask;

  PromptEncoder(SamConfig config) {
    this.imageSize = config.imageSize();
    this.grid = config.grid();
    this.width = config.promptWidth();
    int channels = config.maskChannels();
    this.positions = child("pe_layer", new PositionEncoding(width));
    var all = new ArrayList<Embedding>();
    for (int i = 0; i < KINDS; i++) {
      all.add(new Embedding(1, width));
    }
    this.kinds = children("point_embeddings", all);
    this.notAPoint = child("not_a_point_embed", new Embedding(1, width));
    this.maskDownscaling =
        child(
            "mask_downscaling",
            new Sequential(
                new Conv2d(1, channels / 4, 2, 2, 0),
                new LayerNorm2d(channels / 4, EPS),
                new GELU(),
                new Conv2d(channels / 4, channels, 2, 2, 0),
                new LayerNorm2d(channels, EPS),
                new GELU(),
                new Conv2d(channels, width, 1)));
    this.noMask = child("no_mask_embed", new Embedding(1, width));
  }

  /// Shape: prompts → sparse `(B, T, C)`, dense `(B, C, H, W)`; T may be 0
  public Encoded apply(Prompt prompt) {
    return call(() -> forward(prompt), prompt.parts());
  }

  private Encoded forward(Prompt prompt) {
    int b = prompt.size();
    // (0, C) → (B, 0, C)
    var sparse = noMask.weight.detach().slice(0, 0, 0).unsqueeze(0).expand(b, 0, width);
    if (prompt.points() != null) {
      var points = points(prompt.points(), prompt.labels(), prompt.boxes() == null);
      sparse = Tensor.cat(1, sparse, points);
    }
    if (prompt.boxes() != null) {
      sparse = Tensor.cat(1, sparse, corners(prompt.boxes()));
    }
    return new Encoded(sparse, dense(prompt.masks(), b));
  }

  /// The encoding of every place of the image embedding's grid, `(1, C, H, W)`.
  public Tensor gridPositions() {
    return call(() -> positions.grid(grid, grid));
  }

  /// `(B, n, 2)`, `(B, n)` → `(B, n (+ 1), C)`. Without a box a point that is none is added.
  private Tensor points(Tensor points, Tensor labels, boolean pad) {
    int b = points.size(0);
    if (pad) {
      points = Tensor.cat(1, points, filled(points, -0.5, b, 1, 2));
      labels = Tensor.cat(1, labels, filled(labels, -1, b, 1));
    }
    var at = positions.apply(points.add(0.5).div(imageSize));
    // (B, n) → (B, n, 1)
    var label = labels.unsqueeze(-1);
    return Tensor.where(label.eq(-1), notAPoint.weight, at)
        .add(kinds.get(0).weight.mul(label.eq(0).to(at.dtype())))
        .add(kinds.get(1).weight.mul(label.eq(1).to(at.dtype())));
  }

  private static Tensor filled(Tensor like, double value, int... shape) {
    return Tensor.wrap(like.backend().full(like.dtype(), Shape.of(shape), value));
  }

  /// `(B, 4)` → `(B, 2, C)`
  private Tensor corners(Tensor boxes) {
    var at = positions.apply(boxes.reshape(-1, 2, 2).add(0.5).div(imageSize));
    // (2, C)
    var kind = Tensor.cat(0, kinds.get(2).weight, kinds.get(3).weight);
    return at.add(kind);
  }

  /// `(B, 1, 4H, 4W)` → `(B, C, H, W)`
  private Tensor dense(Tensor masks, int b) {
    return masks == null
        ? noMask.weight.reshape(1, width, 1, 1).expand(b, width, grid, grid)
        : maskDownscaling.apply(masks);
  }
}
