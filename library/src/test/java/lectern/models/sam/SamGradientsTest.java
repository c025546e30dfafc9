package lectern.models.sam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import lectern.backend.DType;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Gradients of every parameter of the tiny model in float64, against PyTorch's. There the
/// positions of prompts and pixels are float32 still, which moves the loss by 1e-6 and gradients by
/// 3e-5.
class SamGradientsTest {

  private static final String NAME = "points2_box_mask";

  private static Prompt prompt() {
    var p = Golden.prompt(NAME);
    return Prompt.points(p.points().to(DType.FLOAT64), p.labels())
        .withBoxes(p.boxes().to(DType.FLOAT64))
        .withMasks(p.masks().to(DType.FLOAT64));
  }

  /// Σₖ cos k·maskₖ + ⟨qualities, (1, −2, 3, −4)⟩
  private static Tensor loss(Masks masks) {
    int n = Math.toIntExact(masks.logits().size());
    var cosines =
        Tensor.of(DType.FLOAT64, IntStream.range(0, n).mapToDouble(Math::cos).toArray(), n);
    return masks
        .logits()
        .reshape(n)
        .mul(cosines)
        .sum()
        .add(masks.qualities().mul(Tensor.of(1, -2, 3, -4)).sum());
  }

  @Test
  void everyParameterGetsPyTorchsGradient() {
    DType.use(
        DType.FLOAT64,
        () -> {
          var sam = Golden.sam();
          var image = Golden.io("enc.preprocessed").to(DType.FLOAT64);
          var loss = loss(sam.apply(image, prompt()));
          loss.backward();

          var golden = Golden.read("tiny64.grads.safetensors");
          var expectedLoss = golden.remove("__loss").item();
          assertEquals(expectedLoss, loss.item(), 2e-6 * Math.abs(expectedLoss));
          var parameters = sam.namedParameters();
          int compared = 0;
          for (var entry : golden.entrySet()) {
            var name = entry.getKey();
            var expected = entry.getValue();
            var grad = parameters.get(name).grad();
            var actual = grad == null ? Tensor.zerosLike(expected) : grad;
            double size = expected.abs().max().item();
            double worst = expected.sub(actual).abs().max().item();
            assertTrue(
                worst <= 1e-4 * Math.max(size, 5),
                "%s is off by %.2e of %.2e".formatted(name, worst, size));
            compared++;
          }
          assertEquals(172, compared);
          // The only parameter that this prompt does not touch.
          assertNull(parameters.get("prompt_encoder.no_mask_embed.weight").grad());
          assertEquals(173, parameters.size());
        });
  }
}
