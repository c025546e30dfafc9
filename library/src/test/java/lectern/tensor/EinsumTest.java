package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import lectern.backend.Shape;
import org.junit.jupiter.api.Test;

class EinsumTest {

  private final Tensor a = GradientRows.x(1, 2, 3);
  private final Tensor b = GradientRows.x(2, 3, 4);

  private static void same(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 1e-12);
  }

  @Test
  void knownOperationsAreFormulas() {
    same(a.matmul(b), Einsum.of("ij,jk->ik", a, b));
    same(a.matmul(b).t(), Einsum.of("ij, jk -> ki", a, b));
    same(a.t(), Einsum.of("ij->ji", a));
    same(a.sum(), Einsum.of("ij->", a));
    same(a.sum(0), Einsum.of("ij->j", a));
    same(a.mul(a), Einsum.of("ij,ij->ij", a, a));
    same(a.mul(a).sum(), Einsum.of("ij,ij->", a, a));
    same(a.unsqueeze(2).mul(b.sum(0)), Einsum.of("ij,kl->ijl", a, b));
    var v = GradientRows.x(3, 4);
    same(a.matmul(b).matmul(v), Einsum.of("ij,jk,k->i", a, b, v));
  }

  @Test
  void attentionScoresOfEveryHeadAreOneFormula() {
    var q = GradientRows.x(1, 2, 5, 3, 4);
    var k = GradientRows.x(2, 2, 6, 3, 4);
    var expected = q.permute(0, 2, 1, 3).matmul(k.permute(0, 2, 3, 1));
    assertEquals(Shape.of(2, 3, 5, 6), expected.shape());
    same(expected, Einsum.of("bthd,bshd->bhts", q, k));
  }

  @Test
  void gradientsAgreeWithDifferences() {
    GradCheck.check(
        t -> Einsum.of("bij,bjk,k->ib", t[0], t[1], t[2]),
        GradientRows.x(1, 2, 3, 2),
        GradientRows.x(2, 2, 2, 4),
        GradientRows.x(3, 4));
  }

  @Test
  void formulasThatDoNotFitAreExplained() {
    assertEquals(
        "einsum 'ij,jk->ik': 'j' is 3 in one operand and 2 in another",
        assertThrows(ShapeException.class, () -> Einsum.of("ij,jk->ik", a, a)).getMessage());
    assertEquals(
        "einsum 'ijk->i': 'ijk' names 3 dimensions, the operand has shape (2, 3)",
        assertThrows(ShapeException.class, () -> Einsum.of("ijk->i", a)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Einsum.of("ij,jk", a, b));
    assertThrows(IllegalArgumentException.class, () -> Einsum.of("ij->ijz", a));
    assertThrows(IllegalArgumentException.class, () -> Einsum.of("ii->i", a));
  }
}
