package lectern.renderers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ArrayRendererTest {

  @Test
  void aMatrixShowsShapeTypeAndValues() {
    assertEquals(
        """
        INDArray (2, 3) float
        [[ 1.000,  2.000,  3.000],
         [-4.000,  5.500, 0.1000]]\
        """,
        show(Nd4j.create(new float[][] {{1, 2, 3}, {-4, 5.5f, 0.1f}})));
  }

  @Test
  void vectorsScalarsAndIntegersHaveTheirOwnForm() {
    assertEquals("INDArray (3,) int\n[1, 2, 3]", show(Nd4j.createFromArray(1, 2, 3)));
    assertEquals("INDArray () double\n2.500", show(Nd4j.scalar(2.5)));
    assertEquals("INDArray (2, 0) float, empty", show(Nd4j.empty(DataType.FLOAT).reshape(2, 0)));
  }

  @Test
  void aLargeArrayShowsItsCorners() {
    var text = show(Nd4j.arange(1_000_000).reshape(1000, 1000));
    assertTrue(text.startsWith("INDArray (1000, 1000) float\n"), text);
    assertTrue(text.contains("…") && text.length() < 1000, text);
    assertEquals(8, text.lines().count());
  }

  @Test
  void blocksOfAThreeDimensionalArrayStandApart() {
    var text = show(Nd4j.arange(8).reshape(2, 2, 2));
    assertTrue(text.endsWith("\n\n [[4.000, 5.000],\n  [6.000, 7.000]]]"), text);
  }

  private static String show(Object value) {
    return new ArrayRenderer().render(value).orElseThrow().text();
  }
}
