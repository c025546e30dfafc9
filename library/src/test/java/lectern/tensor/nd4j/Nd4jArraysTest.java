package lectern.tensor.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

final class Nd4jArraysTest {

  @Test
  void elementsShapeAndTypeCrossBothWays() {
    for (var dtype : DType.values()) {
      var tensor = Tensor.of(dtype, new double[] {1, 0, 2, 3, 0, 5}, 2, 3);
      var there = Nd4jArrays.toNd4j(tensor);
      assertArrayEquals(new long[] {2, 3}, there.shape());
      var back = Nd4jArrays.fromNd4j(there);
      assertEquals(dtype, back.dtype());
      assertEquals(Shape.of(2, 3), back.shape());
      assertArrayEquals(tensor.toDoubles(), back.toDoubles());
    }
  }

  @Test
  void viewsAndFortranOrderCrossInRowMajorOrder() {
    var array = Nd4j.arange(6).reshape(2, 3).castTo(DataType.DOUBLE);
    assertArrayEquals(
        new double[] {0, 3, 1, 4, 2, 5}, Nd4jArrays.fromNd4j(array.transpose()).toDoubles());
    assertArrayEquals(
        new double[] {0, 1, 2, 3, 4, 5}, Nd4jArrays.fromNd4j(array.dup('f')).toDoubles());
    var turned = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2).t();
    assertEquals(3, Nd4jArrays.toNd4j(turned).getDouble(0, 1));
  }

  @Test
  void singleNumbersAndNothingCross() {
    assertEquals(Shape.of(), Nd4jArrays.fromNd4j(Nd4j.scalar(2.5)).shape());
    assertEquals(2.5, Nd4jArrays.toNd4j(Tensor.scalar(2.5)).getDouble(0));
    assertEquals(
        Shape.of(2, 0), Nd4jArrays.fromNd4j(Nd4jArrays.toNd4j(Tensor.zeros(2, 0))).shape());
  }

  @Test
  void neitherSideChangesTheOther() {
    var tensor = Tensor.of(1, 2);
    var array = Nd4jArrays.toNd4j(tensor);
    array.putScalar(0, 9);
    assertEquals(1, tensor.toDoubles()[0]);
    var back = Nd4jArrays.fromNd4j(array);
    array.putScalar(0, 7);
    assertEquals(9, back.toDoubles()[0]);
  }

  @Test
  void typesWithoutACounterpartAreNamed() {
    var half = Nd4j.create(DataType.FLOAT16, 2);
    var e = assertThrows(IllegalArgumentException.class, () -> Nd4jArrays.fromNd4j(half));
    assertTrue(
        e.getMessage().contains("HALF") || e.getMessage().contains("FLOAT16"), e.getMessage());
  }
}
