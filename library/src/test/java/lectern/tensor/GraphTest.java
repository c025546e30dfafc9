package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import lectern.display.MimeBundle;
import org.junit.jupiter.api.Test;

class GraphTest {

  private static Tensor diamond() {
    var x = Tensor.of(2).requiresGrad(true).name("x");
    var a = x.mul(x);
    return a.mul(2).add(a.mul(3)).sum();
  }

  @Test
  void sharedNodesAreDrawnOnce() {
    var text = Graph.of(diamond()).toString();
    assertTrue(text.startsWith("1: x (1,)\n2: mul (1,) ← 1, 1\n"), text);
    assertTrue(text.endsWith("6: sum () ← 5"), text);
  }

  @Test
  void thePictureIsWellFormedAndHasABoxPerNode() throws Exception {
    var loss = diamond();
    loss.backward();
    var svg = (String) Graph.of(loss).toMimeBundle().data().get(MimeBundle.SVG);
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertEquals(1 + 6, document.getElementsByTagName("rect").getLength(), "background and boxes");
  }

  @Test
  void aDeepGraphIsWalkedWithoutRecursionAndShownAsText() {
    Tensor y = Tensor.of(1).requiresGrad(true);
    for (int i = 0; i < 50_000; i++) {
      y = y.add(1);
    }
    var graph = Graph.of(y);
    assertEquals(50_001, graph.nodes().size());
    assertFalse(graph.toMimeBundle().data().containsKey(MimeBundle.SVG));
  }

  @Test
  void withoutARecordThereIsNothingToDraw() {
    assertThrows(IllegalStateException.class, () -> Graph.of(Tensor.of(1)));
  }
}
