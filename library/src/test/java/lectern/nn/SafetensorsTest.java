package lectern.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

  @TempDir private Path folder;

  private Path file(String header, int dataBytes) throws IOException {
    var json = header.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (int i = 0; i < dataBytes; i++) {
      bytes.put((byte) i);
    }
    return Files.write(folder.resolve("made.safetensors"), bytes.array());
  }

  private String refusal(Path path) {
    var e = assertThrows(CheckpointException.class, () -> Safetensors.read(path));
    assertTrue(e.getMessage().startsWith(path + " is not a whole safetensors file: "));
    assertTrue(e.getMessage().endsWith(" Fetch or write it again."), e.getMessage());
    return e.getMessage();
  }

  @Test
  void whatIsWrittenIsReadAgainInOrderTypeShapeAndValue() throws IOException {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("z", Tensor.of(new float[] {1, -2, 3.5f, 0, 5, 6}, 2, 3));
    tensors.put("a.weight", Tensor.wrap(new double[] {Math.PI}, Shape.scalar()));
    tensors.put("ids", Tensor.wrap(new long[] {1L << 40, -1}, Shape.of(2)));
    tensors.put("counts", Tensor.of(new int[] {7, -8}, 1, 2));
    tensors.put("mask", Tensor.wrap(new boolean[] {true, false, true}, Shape.of(3)));
    tensors.put("nothing", Tensor.zeros(1, 0, 4));
    var path = folder.resolve("all.safetensors");
    Safetensors.write(path, tensors, Map.of("made", "here \"and\" now\n"));

    var back = Safetensors.read(path);
    assertEquals(List.copyOf(tensors.keySet()), List.copyOf(back.keySet()));
    tensors.forEach(
        (name, tensor) -> {
          assertEquals(tensor.dtype(), back.get(name).dtype(), name);
          assertEquals(tensor.shape(), back.get(name).shape(), name);
          assertArrayEquals(tensor.toDoubles(), back.get(name).toDoubles(), name);
        });
    assertEquals(Map.of("made", "here \"and\" now\n"), Safetensors.metadata(path));
  }

  @Test
  void aTransposedTensorIsWrittenAsItReads() throws IOException {
    var path = folder.resolve("t.safetensors");
    var t = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).transpose(0, 1);
    Safetensors.write(path, Map.of("t", t));
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, Safetensors.read(path).get("t").toFloats());
  }

  @Test
  void halfAndBrainFloatsBecomeFloat32AndSmallIntegersInt32() throws IOException {
    // F16 and BF16 with the bytes 00 3c and 80 3f would both be 1; here the bytes count up.
    var path =
        file(
            """
            {"u":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},\
            "i":{"dtype":"I16","shape":[1],"data_offsets":[2,4]},\
            "h":{"dtype":"F16","shape":[1],"data_offsets":[4,6]},\
            "b":{"dtype":"BF16","shape":[1],"data_offsets":[6,8]}}\
            """,
            8);
    var tensors = Safetensors.read(path);
    assertArrayEquals(new double[] {0, 1}, tensors.get("u").toDoubles());
    assertEquals(DType.INT32, tensors.get("u").dtype());
    assertEquals(0x0302, tensors.get("i").item());
    assertEquals(Float.float16ToFloat((short) 0x0504), tensors.get("h").item());
    assertEquals(Float.intBitsToFloat(0x0706 << 16), tensors.get("b").item());
    assertEquals(DType.FLOAT32, tensors.get("b").dtype());
  }

  @Test
  void aFileCutShortIsRefused() throws IOException {
    var path = folder.resolve("cut.safetensors");
    Safetensors.write(path, Map.of("t", Tensor.zeros(100)));
    var bytes = Files.readAllBytes(path);
    for (int length : new int[] {0, 7, 8, 40, bytes.length - 1}) {
      Files.write(path, Arrays.copyOf(bytes, length));
      refusal(path);
    }
  }

  @Test
  void aHeaderThatIsNoJsonIsRefusedWithThePlace() throws IOException {
    var message = refusal(file("{\"t\":[1,}", 0));
    assertTrue(message.contains("understood: Expected value at line 1 column 9"), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void aHeaderLongerThanTheFileIsRefused() throws IOException {
    var path = Files.write(folder.resolve("x"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertTrue(refusal(path).contains("its header claims"), "header length");
  }

  @Test
  void bytesThatDoNotFitTheShapeAreRefused() throws IOException {
    var message =
        refusal(file("{\"t\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8));
    assertTrue(message.contains("has other than the 12 bytes of its shape"), message);
  }

  @Test
  void overlappingTensorsAndGapsAreRefused() throws IOException {
    refusal(
        file(
            """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
            "b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}\
            """,
            8));
    refusal(file("{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8));
    refusal(file("{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 8));
  }

  @Test
  void shapesTooLargeToCountAndUnknownTypesAreRefused() throws IOException {
    refusal(
        file(
            "{\"t\":{\"dtype\":\"F32\",\"shape\":[2000000000,2000000000,2000000000],"
                + "\"data_offsets\":[0,0]}}",
            0));
    var message =
        refusal(file("{\"t\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1));
    assertTrue(message.contains("number type F8; known are F64 F32"), message);
  }

  @Test
  void aNameThatComesTwiceIsRefused() throws IOException {
    var entry = "\"t\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
    var message = refusal(file("{" + entry + "," + entry + "}", 0));
    assertTrue(message.contains("Duplicate key 't'"), message);
  }

  @Test
  void aFailedWriteLeavesTheOlderFileAndNothingBeside() throws IOException {
    var path = folder.resolve("kept.safetensors");
    Safetensors.write(path, Map.of("t", Tensor.of(1, 2, 3)));
    var broken = new LinkedHashMap<String, Tensor>();
    broken.put("t", Tensor.zeros(3));
    broken.put("gone", null);
    assertThrows(NullPointerException.class, () -> Safetensors.write(path, broken));
    assertArrayEquals(new double[] {1, 2, 3}, Safetensors.read(path).get("t").toDoubles());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(path), files.toList());
    }
  }
}
