package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import lectern.nn.Safetensors;
import org.junit.jupiter.api.Test;

/// Values that PyTorch computed.
class GoldenOpsTest {

  private static Map<String, Tensor> golden() throws IOException, URISyntaxException {
    return Safetensors.read(
        Path.of(GoldenOpsTest.class.getResource("/golden/ops.safetensors").toURI()));
  }

  @Test
  void bilinearInterpolationIsPyTorchs() throws IOException, URISyntaxException {
    var golden = golden();
    for (int[] size : new int[][] {{8, 12}, {3, 5}, {5, 9}}) {
      var expected = golden.get("bilinear." + size[0] + "x" + size[1]);
      var actual = Interpolation.bilinear(golden.get("bilinear.in"), size[0], size[1]);
      assertEquals(expected.shape(), actual.shape());
      assertArrayEquals(expected.toFloats(), actual.toFloats(), 1e-6f);
    }
  }

  @Test
  void bothGelusArePyTorchs() throws IOException, URISyntaxException {
    var golden = golden();
    var x = golden.get("gelu.in");
    assertArrayEquals(golden.get("gelu.erf").toFloats(), x.gelu().toFloats(), 1e-6f);
    assertArrayEquals(golden.get("gelu.tanh").toFloats(), x.geluTanh().toFloats(), 1e-6f);
  }
}
