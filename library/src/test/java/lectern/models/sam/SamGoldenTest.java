package lectern.models.sam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// The tiny model, layer by layer, against what PyTorch computed with the same weights.
class SamGoldenTest {

  private static final double ENCODER = 1e-5;
  private static final List<String> CASES =
      List.of("point1", "points3x2", "box", "points2_box", "mask", "points2_box_mask", "none");

  @Test
  void theTinyModelHasTheGoldenParameters() {
    assertEquals(49_960, new Sam(SamConfig.tiny()).parameterCount());
    assertEquals(
        Golden.read("tiny64.weights.safetensors").keySet(),
        new Sam(SamConfig.tiny()).state().keySet());
  }

  @Test
  void preprocessingNormalisesTheColours() {
    var pixels = Golden.io("in.image_u8_hwc").permute(2, 0, 1);
    Golden.check("enc.preprocessed", Golden.sam().preprocess(pixels), 1e-6);
  }

  @Test
  void everyLayerOfTheEncoderAgrees() {
    var sam = Golden.sam();
    var outputs = Golden.outputs(sam.imageEncoder());
    var embedding = sam.encode(Golden.io("enc.preprocessed"));
    Golden.check("enc.patch_embed", outputs.get("patch_embed"), ENCODER);
    for (int i = 0; i < 2; i++) {
      var ours = "blocks." + i;
      var golden = "enc.block" + i;
      for (var name : List.of("norm1", "attn.qkv", "attn", "norm2", "mlp")) {
        Golden.check(golden + "." + name, outputs.get(ours + "." + name), ENCODER);
      }
      Golden.check(golden + ".mlp.gelu", outputs.get(ours + ".mlp.act"), ENCODER);
      Golden.check(golden + ".out", outputs.get(ours), ENCODER);
    }
    for (int i = 0; i < 4; i++) {
      Golden.check("enc.neck." + i, outputs.get("neck." + i), ENCODER);
    }
    Golden.check("enc.image_embedding", embedding, ENCODER);
    var exact = Golden.io("f64.image_embedding");
    assertTrue(embedding.sub(exact).abs().max().item() < ENCODER);
  }

  @Test
  void windowsAreCutFilledAndPutTogetherAgain() {
    var norm1 = Golden.io("enc.block0.norm1");
    Golden.check("enc.block0.window_partition", Windows.partition(norm1, 3), 0);
    var back = Windows.unpartition(Windows.partition(norm1, 3), 8, 8);
    Golden.check("enc.block0.norm1", back, 0);
    Golden.check(
        "enc.block0.window_unpartition",
        Windows.unpartition(Golden.io("enc.block0.attn"), 8, 8),
        0);
  }

  @Test
  void relativePositionsAreLookedUpByDistance() {
    var weights = Golden.sam().state();
    for (int block = 0; block < 2; block++) {
      int side = block == 0 ? 3 : 8;
      var golden = "enc.block" + block + ".get_rel_pos";
      var ours = "image_encoder.blocks." + block + ".attn.rel_pos_";
      Golden.check(golden, RelativePositions.table(side, side, weights.get(ours + "h")), 0);
      Golden.check(golden + ".2", RelativePositions.table(side, side, weights.get(ours + "w")), 0);
    }
  }

  @Test
  void tablesOfOtherLengthsAreStretched() {
    var ops = Golden.read("ops.safetensors");
    var rows = ops.get("relpos.table7x2");
    for (var sizes :
        Map.of(
                "q4k4", new int[] {4, 4},
                "q6k6_interp", new int[] {6, 6},
                "q4k2", new int[] {4, 2},
                "q2k4", new int[] {2, 4})
            .entrySet()) {
      var expected = ops.get("relpos." + sizes.getKey());
      var actual = RelativePositions.table(sizes.getValue()[0], sizes.getValue()[1], rows);
      assertEquals(expected.shape(), actual.shape(), sizes.getKey());
      assertTrue(expected.sub(actual).abs().max().item() < 1e-6, sizes.getKey());
    }
  }

  @Test
  void everyPromptIsEncodedAsInPyTorch() {
    var encoder = Golden.sam().promptEncoder();
    Golden.check("prompt.dense_pe", encoder.gridPositions(), 1e-5);
    for (var name : CASES) {
      var encoded = encoder.apply(Golden.prompt(name));
      Golden.check("prompt." + name + ".sparse", encoded.sparse(), 1e-5);
      var dense = "prompt." + name + ".dense";
      Golden.check(dense, encoded.dense(), 1e-5 * Math.max(1, Golden.size(dense)));
    }
  }

  @Test
  void allMasksAndQualitiesAgreeForEveryPrompt() {
    var sam = Golden.sam();
    var embedding = Golden.io("enc.image_embedding");
    for (var name : CASES) {
      var masks = sam.decode(embedding, Golden.prompt(name));
      double tolerance = 1e-5 * Golden.size("dec." + name + ".all_masks");
      Golden.check("dec." + name + ".all_masks", masks.logits(), tolerance);
      Golden.check("dec." + name + ".all_iou", masks.qualities(), 1e-5 * 46);
    }
  }

  @Test
  void everyLayerOfTheDecoderAgrees() {
    for (var name : List.of("point1", "points2_box_mask")) {
      var sam = Golden.sam();
      var outputs = Golden.outputs(sam.maskDecoder());
      sam.decode(Golden.io("enc.image_embedding"), Golden.prompt(name));
      var dec = "dec." + name + ".";
      for (int i = 0; i < 2; i++) {
        var ours = "transformer.layers." + i;
        for (var part :
            List.of("self_attn", "cross_attn_token_to_image", "mlp", "cross_attn_image_to_token")) {
          Golden.check(dec + "layer" + i + "." + part, outputs.get(ours + "." + part), 2e-5);
        }
        var pair = (TwoWayBlock.Pair) outputs.get(ours);
        Golden.check(dec + "layer" + i + ".queries", pair.tokens(), 2e-5);
        Golden.check(dec + "layer" + i + ".keys", pair.image(), 2e-5);
      }
      var last = (TwoWayBlock.Pair) outputs.get("transformer");
      Golden.check(dec + "final_attn", outputs.get("transformer.final_attn_token_to_image"), 2e-5);
      Golden.check(dec + "hs", last.tokens(), 2e-5);
      Golden.check(dec + "src", last.image(), 2e-5);
      for (int i = 0; i < 5; i++) {
        Golden.check(dec + "upscale." + i, outputs.get("output_upscaling." + i), 2e-5);
      }
      for (int i = 0; i < 4; i++) {
        Golden.check(dec + "hyper." + i, outputs.get("output_hypernetworks_mlps." + i), 2e-4);
      }
    }
  }

  @Test
  void masksAreStretchedToThePictureAndCutAtZero() {
    var sam = Golden.sam();
    for (var name : List.of("point1", "points2_box_mask")) {
      var low = Golden.io("dec." + name + ".all_masks").slice(1, 1, 4);
      var logits = sam.postprocess(low, 64, 64, 64, 64);
      Golden.check(
          "post." + name + ".logits", logits, 1e-5 * Golden.size("post." + name + ".logits"));
      double[] ours = logits.toDoubles();
      int[] golden = Golden.io("post." + name + ".mask_u8").toInts();
      for (int i = 0; i < ours.length; i++) {
        assertTrue(Math.abs(ours[i]) < 1e-3 || ours[i] > 0 == golden[i] > 0, name + " " + i);
      }
    }
  }

  @Test
  void theWholeModelFromPixelsToMasks() {
    var sam = Golden.sam();
    var image = sam.preprocess(Golden.io("in.image_u8_hwc").permute(2, 0, 1));
    var masks = Tensor.noGrad(() -> sam.apply(image, Golden.prompt("point1")));
    var exact = Golden.io("f64.point1.all_masks");
    double size = exact.abs().max().item();
    assertTrue(masks.logits().sub(exact).abs().max().item() <= 1e-5 * size);
    assertEquals(3, masks.several().logits().size(1));
    assertEquals(1, masks.single().qualities().size(1));
  }
}
