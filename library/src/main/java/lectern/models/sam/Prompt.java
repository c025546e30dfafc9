package lectern.models.sam;

import lectern.tensor.Tensor;

/// What somebody asks of an image, B prompts at once. Each part may be `null`.
///
/// @param points x, y in pixels of the encoder's square, `(B, n, 2)`
/// @param labels what each point is, `(B, n)`: 1 inside, 0 outside, −1 no point
/// @param boxes corners x₀, y₀, x₁, y₁ in the same pixels, `(B, 4)`
/// @param masks logits of an earlier mask, four times as fine as the embedding, `(B, 1, 4H, 4W)`
public record Prompt(Tensor points, Tensor labels, Tensor boxes, Tensor masks) {

  public Prompt {
    if ((points == null) != (labels == null)) {
      throw new IllegalArgumentException(
          "Prompt: points need labels and labels need points, got "
              + (points == null ? "labels" : "points")
              + " alone");
    }
  }

  /// Nothing asked: the model's own idea.
  public static Prompt none() {
    return new Prompt(null, null, null, null);
  }

  /// Points with their labels.
  public static Prompt points(Tensor points, Tensor labels) {
    return new Prompt(points, labels, null, null);
  }

  /// One point inside what is meant.
  public static Prompt point(double x, double y) {
    return points(Tensor.of(x, y).reshape(1, 1, 2), Tensor.of(new int[] {1}, 1, 1));
  }

  /// One box around what is meant.
  public static Prompt box(double x0, double y0, double x1, double y1) {
    return none().withBoxes(Tensor.of(x0, y0, x1, y1).reshape(1, 4));
  }

  /// The same with boxes.
  public Prompt withBoxes(Tensor boxes) {
    return new Prompt(points, labels, boxes, masks);
  }

  /// The same with masks.
  public Prompt withMasks(Tensor masks) {
    return new Prompt(points, labels, boxes, masks);
  }

  /// B, how many prompts there are.
  public int size() {
    var first = points != null ? points : boxes != null ? boxes : masks;
    return first == null ? 1 : first.size(0);
  }

  /// The parts, absent ones as `null`.
  Tensor[] parts() {
    return new Tensor[] {points, labels, boxes, masks};
  }
}
