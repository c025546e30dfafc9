package lectern.models.sam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import lectern.backend.Shape;
import lectern.random.Seeds;
import lectern.tensor.ShapeException;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// What goes in: pictures of other shapes, other sizes of the model, and what is refused.
class SamInputTest {

  @Test
  void aPictureThatIsNotSquareIsFilledWithTheMeanColourAtTheRightAndBottom() {
    var sam = new Sam(SamConfig.tiny());
    var image = sam.preprocess(Tensor.full(200, 3, 40, 64));
    assertEquals(Shape.of(1, 3, 64, 64), image.shape());
    assertEquals((200 - 123.675) / 58.395, image.get(0, 0, 39, 63), 1e-5);
    assertEquals(0, image.get(0, 0, 40, 0));
    assertEquals(0, image.slice(2, 40, 64).abs().max().item());
  }

  @Test
  void masksOfAPictureThatIsNotSquareComeBackInItsShape() {
    Seeds.set(1);
    var sam = new Sam(SamConfig.tiny());
    var logits = sam.postprocess(Tensor.randn(2, 3, 32, 32), 40, 64, 75, 120);
    assertEquals(Shape.of(2, 3, 75, 120), logits.shape());
  }

  @Test
  void aPictureTooLargeIsRefusedWithWhatToDo() {
    var sam = new Sam(SamConfig.tiny());
    var e =
        assertThrows(IllegalArgumentException.class, () -> sam.preprocess(Tensor.zeros(3, 65, 30)));
    assertEquals(
        "Sam.preprocess: an image of 65 × 30 does not fit 64 × 64; make its longer side 64 first",
        e.getMessage());
    assertThrows(ShapeException.class, () -> sam.encode(Tensor.zeros(1, 3, 64, 40)));
  }

  @Test
  void pointsWithoutLabelsAreRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> Prompt.points(Tensor.zeros(1, 1, 2), null));
    assertEquals(
        "Prompt: points need labels and labels need points, got points alone", e.getMessage());
  }

  @Test
  void promptsOfABatchDoNotSeeEachOther() {
    Seeds.set(2);
    var sam = new Sam(SamConfig.tiny());
    var embedding = Tensor.randn(1, 16, 8, 8);
    var points = Tensor.of(new float[] {5, 9, 40, 50, 60, 2}, 3, 1, 2);
    var together =
        sam.decode(embedding, Prompt.points(points, Tensor.of(new int[] {1, 0, 1}, 3, 1)));
    for (int i = 0; i < 3; i++) {
      var label = Tensor.of(new int[] {i == 1 ? 0 : 1}, 1, 1);
      var alone = sam.decode(embedding, Prompt.points(points.slice(0, i, i + 1), label));
      assertArrayEquals(
          alone.logits().toFloats(), together.logits().slice(0, i, i + 1).toFloats(), 1e-4f);
    }
  }

  @Test
  void otherDepthsHeadsAndWindowsFitTogether() {
    var config = new SamConfig(96, 16, 24, 4, 3, Set.of(1, 3), 4, 32, 8, 3, 4, 48, 2, 24, 2);
    var sam = new Sam(config);
    var masks = sam.apply(sam.preprocess(Tensor.ones(3, 96, 50)), Prompt.box(1, 2, 30, 40));
    assertEquals(Shape.of(1, 3, 24, 24), masks.logits().shape());
    assertEquals(Shape.of(1, 3), masks.qualities().shape());
  }

  @Test
  void sizesThatDoNotDivideAreRefusedByName() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SamConfig(64, 8, 30, 2, 4, Set.of(1), 3, 16, 8, 2, 2, 64, 3, 16, 3));
    assertEquals("SamConfig: width must be a multiple of heads, got 30 and 4", e.getMessage());
  }
}
