package lectern.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lectern.backend.DType;
import lectern.backend.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On the subset that the library carries.
final class MnistTest {

  @TempDir Path folder;
  private MNIST test;

  @BeforeEach
  void read() throws IOException {
    test = MNIST.read(file(MnistFile.TEST_IMAGES), file(MnistFile.TEST_LABELS));
  }

  @Test
  void aBatchHasImagesOfOneChannelAndWholeLabels() {
    var batch = test.batch(5, 0, 5);
    assertEquals(Shape.of(3, 1, 28, 28), batch.x().shape());
    assertEquals(Shape.of(3), batch.y().shape());
    assertEquals(DType.INT64, batch.y().dtype());
    assertArrayEquals(
        new double[] {test.label(5), test.label(0), test.label(5)}, batch.y().toDoubles());
    assertArrayEquals(test.image(5).toDoubles(), batch.x().select(0, 2).toDoubles());
  }

  @Test
  void theFirstTestImageIsTheSevenEverybodyKnows() {
    assertEquals(7, test.label(0));
    var pixels = test.image(0).toDoubles();
    assertEquals(84 / 255.0, pixels[7 * 28 + 6], 1e-7);
    double ink = 0;
    for (double p : pixels) {
      assertTrue(p >= 0 && p <= 1);
      ink += p;
    }
    assertEquals(72.0, ink, 1.0);
  }

  @Test
  void pixelsComeInTheDefaultType() {
    DType.use(
        DType.FLOAT64,
        () -> {
          assertEquals(DType.FLOAT64, test.batch(0).x().dtype());
          assertEquals(84 / 255.0, test.image(0).toDoubles()[7 * 28 + 6]);
        });
    assertEquals(DType.FLOAT32, test.batch(0).x().dtype());
  }

  @Test
  void numbersOutsideAreErrors() {
    assertThrows(IndexOutOfBoundsException.class, () -> test.batch(2_000));
    assertThrows(IndexOutOfBoundsException.class, () -> test.batch(-1));
  }

  @Test
  void imagesAndLabelsMustBeEquallyMany() {
    var e =
        assertThrows(
            DataException.class,
            () -> MNIST.read(file(MnistFile.TEST_IMAGES), file(MnistFile.TRAIN_LABELS)));
    assertEquals("2,000 images need as many labels, got (10000,)", e.getMessage());
  }

  @Test
  void labelsInThePlaceOfImagesAreNamed() {
    var e =
        assertThrows(
            DataException.class,
            () -> MNIST.read(file(MnistFile.TEST_LABELS), file(MnistFile.TEST_LABELS)));
    assertTrue(e.getMessage().contains("(N, 28, 28) bytes, got (2000,)"), e.getMessage());
  }

  @Test
  void itTellsWhatItHolds() {
    assertTrue(test.toString().endsWith("2,000 images 1×28×28, labels 0 to 9"), test.toString());
    assertEquals(2_000, test.all().size());
  }

  private Path file(MnistFile file) throws IOException {
    var path = folder.resolve(file.gzName());
    if (!Files.exists(path)) {
      try (var in = MNIST.class.getResourceAsStream("mnist/" + file.gzName())) {
        Files.copy(in, path);
      }
    }
    return path;
  }
}
