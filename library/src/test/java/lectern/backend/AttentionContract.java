package lectern.backend;

import java.util.ArrayList;
import java.util.List;
import lectern.backend.FusedTransformers.Causal;
import lectern.backend.FusedTransformers.Grid;
import lectern.backend.FusedTransformers.Mask;
import lectern.backend.FusedTransformers.Pairs;
import lectern.backend.reference.ReferenceBackend;
import lectern.random.RandomStream;
import org.junit.jupiter.api.Test;

/// Attention in a backend must equal the composition that [FusedTransformers] spells out, here run
/// by the reference in float64, with every kind of mask.
public abstract class AttentionContract {

  private final Backend backend;
  private final Case cases;
  private final ReferenceBackend reference;

  /// @param dtype the floating type that is tested
  protected AttentionContract(Backend backend, DType dtype) {
    this.backend = backend;
    this.cases = new Case(backend, dtype, new RandomStream(31));
    this.reference = cases.reference();
  }

  @Test
  void attentionAndItsGradientsAgree() {
    int[][] sizes = {
      {1, 1, 1, 1, 1}, {2, 3, 5, 4, 6}, {3, 7, 7, 16, 16}, {2, 200, 1300, 8, 4}, {0, 3, 3, 2, 2}
    };
    for (int[] s : sizes) {
      var shape = Shape.of(2, s[0], s[1], s[2]);
      int rows = s[2] % 2 == 0 ? 2 : 1;
      for (var mask : masks(shape, rows)) {
        var exactMask = exact(mask);
        var k = cases.uniform(Shape.of(2, s[0], s[2], s[3]), -2, 2);
        var v = cases.uniform(Shape.of(2, s[0], s[2], s[4]), -1, 1);
        for (var q : cases.views(cases.uniform(Shape.of(2, s[0], s[1], s[3]), -2, 2))) {
          var p = backend.allocate(q.dtype(), shape);
          var exactP = reference.allocate(DType.FLOAT64, shape);
          var exactQ = cases.exact(q);
          var exactK = cases.exact(k);
          var exactV = cases.exact(v);
          var y = reference.attention(exactQ, exactK, exactV, exactMask, 0.3, exactP);
          var name = "attention with " + mask;
          cases.close(name, backend.attention(q, k, v, mask, 0.3, p), y, 80, 1);
          cases.close("softmax of " + name, p, exactP, 60, 1);
          cases.close(
              name + ", nothing kept", backend.attention(q, k, v, mask, 0.3, null), y, 80, 1);
          var g = cases.uniform(y.shape(), -1, 1);
          var back =
              reference.attentionGrad(
                  cases.exact(g), exactQ, exactK, exactV, exactMask, 0.3, exactP);
          var mine = backend.attentionGrad(g, q, k, v, mask, 0.3, p);
          for (int i = 0; i < mine.length; i++) {
            cases.close("gradient " + i + " of " + name, mine[i], back[i], 120, 1);
          }
        }
      }
    }
  }

  /// None and one of each kind, for scores `(B, H, T, S)`; some queries see no key.
  private List<Mask> masks(Shape scores, int rows) {
    int batch = scores.at(0);
    int heads = scores.at(1);
    int queries = scores.at(2);
    int keys = scores.at(3);
    var masks = new ArrayList<Mask>();
    masks.add(null);
    masks.add(new Causal());
    masks.add(
        new Grid(
            cases.uniform(scores.with(-1, rows), -1, 1),
            cases.uniform(scores.with(-1, keys / rows), -1, 1)));
    for (var shape :
        new Shape[] {
          Shape.of(batch, 1, 1, keys),
          Shape.of(queries, keys),
          Shape.of(heads, 1, keys),
          Shape.of(heads, queries, 1),
          Shape.of(1),
          scores
        }) {
      masks.add(new Pairs(allowed(shape, 0.3)));
      for (var each : cases.views(cases.uniform(shape, -1, 1))) {
        backend.assign(each, backend.where(allowed(shape.with(-1, 1), 0.2), each, never()));
        masks.add(new Pairs(each));
      }
    }
    // Neighbours that are queries, and keys behind which all are hidden.
    var turned = allowed(Shape.of(keys, queries), 0.2);
    backend.assign(
        turned.slice(0, keys / 2, keys, 1),
        backend.full(DType.BOOL, Shape.of(keys - keys / 2, queries), 0));
    masks.add(new Pairs(turned.transpose(0, 1)));
    return masks;
  }

  /// Truth values, a part of them false.
  private Array allowed(Shape shape, double part) {
    var x = cases.uniform(shape, 0, 1);
    return backend.binary(Binary.GT, x, backend.full(x.dtype(), shape, part));
  }

  private Array never() {
    return cases.of(new double[] {Double.NEGATIVE_INFINITY}, Shape.of());
  }

  private Mask exact(Mask mask) {
    return switch (mask) {
      case null -> null;
      case Causal causal -> causal;
      case Grid(var rows, var columns) -> new Grid(cases.exact(rows), cases.exact(columns));
      case Pairs(var values) -> new Pairs(cases.exact(values));
    };
  }

  /// The keys are many: their scores need not be there at once. Some score −∞, in one head all.
  @Test
  void attentionOverThousandsOfKeysAgrees() {
    var padding = allowed(Shape.of(3, 1, 3500), 0.1);
    backend.assign(padding.slice(2, 3000, 3500, 1), allowed(Shape.of(3, 1, 500), 1));
    backend.assign(padding.select(0, 2).slice(1, 0, 1200, 1), allowed(Shape.of(1, 1200), 1));
    var few = allowed(Shape.of(210, 3500), 1);
    backend.assign(few.slice(0, 0, 190, 1), allowed(Shape.of(190, 3500), 0.9));
    var masks =
        new Mask[] {
          null,
          new Causal(),
          new Grid(
              cases.uniform(Shape.of(3, 210, 70), -1, 1),
              cases.uniform(Shape.of(3, 210, 50), -1, 1)),
          new Pairs(padding),
          new Pairs(few),
          new Pairs(backend.where(few, cases.uniform(Shape.of(210, 3500), -1, 1), never()))
        };
    for (var mask : masks) {
      var q = cases.uniform(Shape.of(3, mask instanceof Causal ? 3400 : 210, 4), 0.1, 2);
      var k = cases.uniform(Shape.of(3, 3500, 4), -2, 2);
      var v = cases.uniform(Shape.of(3, 3500, 5), -1, 1);
      var first = k.select(0, 0);
      var second = k.select(0, 1);
      backend.assign(first.slice(0, 0, 1500, 1), never().expand(Shape.of(1500, 4)));
      backend.assign(first.slice(0, 3000, 3100, 1), never().expand(Shape.of(100, 4)));
      backend.assign(second, never().expand(second.shape()));
      var y =
          reference.attention(
              cases.exact(q), cases.exact(k), cases.exact(v), exact(mask), 0.3, null);
      var name = "attention with " + mask;
      cases.close(name, backend.attention(q, k, v, mask, 0.3, null), y, 200, 1);
    }
  }
}
