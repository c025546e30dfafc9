package lectern.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import lectern.display.Displayable;
import lectern.display.MimeBundle;
import org.junit.jupiter.api.Test;

class ImagesTest {

  @Test
  void picturesAreDrawnPixelByPixelWithTheirCaptions() throws IOException {
    Displayable grid =
        Images.of("dig").add(new double[] {0, 1, 1, 0}, 2, 2, "7").side(40).columns(1);
    var image = Drawn.png(grid.toMimeBundle());
    assertEquals(2 * 56, image.getWidth());
    assertEquals(Color.BLACK.getRGB(), image.getRGB(30, 76));
    assertEquals(Color.WHITE.getRGB(), image.getRGB(80, 76));
    assertEquals("dig: 1 picture: 7", grid.toMimeBundle().text());
  }

  @Test
  void masksHaveAnEdgeAndTheirShareIsSaid() {
    var grid =
        Images.of("")
            .add(new double[16], 4, 4, "square")
            .mask(new boolean[] {true, false, false, false}, 2, 2)
            .side(40);
    var bundle = grid.toMimeBundle();
    assertEquals("1 picture: square (mask over 25 %)", bundle.text());
    var svg = (String) bundle.data().get(MimeBundle.SVG);
    assertTrue(svg.contains("stroke=\"#d55e00\""), svg);
    assertEquals(3, svg.split("<image").length, "a picture and a cover");
    assertEquals(
        "Images.mask lies over a picture; add one before",
        assertThrows(IllegalStateException.class, () -> Images.of("").mask(new double[4], 2, 2))
            .getMessage());
    assertEquals(
        "Images.rgb: 3 × 2 × 2 pixels are 12 values, but 4 came",
        Drawn.message(() -> Images.of("").rgb(new double[4], 2, 2, "")));
  }

  @Test
  void coloursOfAPictureAreReadFromZeroToOneOrTo255() throws IOException {
    for (var most : new double[] {1, 255}) {
      var red = new double[] {most, most, most, most, 0, 0, 0, 0, 0, 0, 0, 0};
      var image = Drawn.png(Images.of("").rgb(red, 2, 2, "").side(40).toMimeBundle());
      assertEquals(0xffff0000, image.getRGB(50, 50));
    }
  }
}
