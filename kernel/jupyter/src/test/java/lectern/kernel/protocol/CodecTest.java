package lectern.kernel.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecTest {

  private final Signer signer = new Signer("hmac-sha256", "secret");
  private final Codec codec = new Codec(signer);

  @Test
  void aMessageComesBackAsItWasSent() throws Exception {
    var sent =
        Message.of(Request.Execute.cell("1 + \"é🎈\""), "s", null)
            .to(List.of("client".getBytes(UTF_8)))
            .with(new JsonObject(), List.of(new byte[] {1, 2, 3}));
    var got = codec.decode(codec.encode(sent));
    assertEquals(sent.content(), got.content());
    assertEquals(sent.header(), got.header());
    assertArrayEquals(sent.identities().get(0), got.identities().get(0));
    assertArrayEquals(sent.buffers().get(0), got.buffers().get(0));
  }

  @Test
  void theSignatureIsTheHmacOfTheFourJsonParts() {
    // printf 'abcd' | openssl dgst -sha256 -hmac secret
    var parts = List.of("a".getBytes(UTF_8), "b".getBytes(UTF_8), "cd".getBytes(UTF_8));
    assertEquals(
        "3057ecbaeceffb90b97394a97267236eca9f9e5520dfe387831a22a0eb7709d2", signer.sign(parts));
  }

  @Test
  void aWrongSignatureIsRefused() {
    var frames = new ArrayList<>(codec.encode(Message.of(new Request.KernelInfo(), "s", null)));
    frames.set(5, "{\"restart\":true}".getBytes(UTF_8));
    var error = assertThrows(BadMessage.class, () -> codec.decode(frames));
    assertTrue(error.getMessage().contains("signature"), error.getMessage());
  }

  @Test
  void withoutAKeyNothingIsSignedAndEverythingIsTaken() throws Exception {
    var open = new Codec(new Signer("hmac-sha256", ""));
    var frames = codec.encode(Message.of(new Request.KernelInfo(), "s", null));
    assertInstanceOf(Request.KernelInfo.class, open.decode(frames).content());
    assertEquals("", new Signer("", "").sign(List.of()));
  }

  @Test
  void unknownTypesAndBrokenFramesAreBadMessages() {
    var good = codec.encode(Message.of(new Request.KernelInfo(), "s", null));
    assertThrows(BadMessage.class, () -> codec.decode(List.of()));
    assertThrows(BadMessage.class, () -> codec.decode(good.subList(1, good.size())));
    assertBad("unknown type", "{\"msg_id\":\"1\",\"msg_type\":\"dance_request\"}", "{}");
    assertBad("malformed", "{\"msg_id\":\"1\"}", "{}");
    assertBad("malformed", "[1]", "{}");
    assertBad("malformed", "not json at all {", "{}");
    assertBad(
        "malformed", "{\"msg_id\":\"1\",\"msg_type\":\"execute_request\"}", "{\"code\":{\"a\":1}}");
  }

  private void assertBad(String word, String header, String content) {
    var parts =
        List.of(
            header.getBytes(UTF_8),
            "{}".getBytes(UTF_8),
            "{}".getBytes(UTF_8),
            content.getBytes(UTF_8));
    var frames = new ArrayList<byte[]>();
    frames.add("<IDS|MSG>".getBytes(UTF_8));
    frames.add(signer.sign(parts).getBytes(UTF_8));
    frames.addAll(parts);
    var error = assertThrows(BadMessage.class, () -> codec.decode(frames));
    assertTrue(error.getMessage().contains(word), error.getMessage());
  }

  @Test
  void fieldsThatAClientLeavesOutGetTheProtocolsDefaults() {
    var execute = Json.GSON.fromJson("{\"code\":\"1\"}", Request.Execute.class);
    assertTrue(execute.storeHistory() && execute.allowStdin() && execute.stopOnError());
    assertFalse(execute.silent());
    var silent = Json.GSON.fromJson("{\"code\":\"1\",\"silent\":true}", Request.Execute.class);
    assertFalse(silent.storeHistory());
  }

  @Test
  void namesAreTheProtocols() {
    assertEquals("kernel_info_request", MessageTypes.nameOf(new Request.KernelInfo()));
    assertEquals("is_complete_reply", MessageTypes.nameOf(new Reply.IsComplete("unknown", "")));
    assertEquals("comm_msg", MessageTypes.nameOf(new CommContent.Msg("1", null)));
    assertEquals("iopub_welcome", MessageTypes.nameOf(new Event.IopubWelcome("")));
    var display = new Event.DisplayData(new JsonObject(), new JsonObject(), new JsonObject());
    assertTrue(Json.GSON.toJson(display).contains("\"transient\""));
    assertEquals("{\"wait\":true}", Json.GSON.toJson(new Event.ClearOutput(true)));
  }

  @Test
  void anErrorAnswersAnyRequestUnderTheRequestsName() throws Exception {
    var request = Message.of(new Request.Inspect("x", 1, 0), "s", null);
    var reply = request.reply(new Reply.Failed("Bug", "no", List.of(), null), "k");
    assertEquals("inspect_reply", reply.header().msgType());
    var got = codec.decode(codec.encode(reply));
    assertEquals("Bug", assertInstanceOf(Reply.Failed.class, got.content()).ename());
    assertEquals(request.header(), got.parent());
  }

  @Test
  void cursorsCountCodePoints() {
    var text = "a🎈b";
    assertEquals(3, CodePoints.toOffset(text, 2));
    assertEquals(2, CodePoints.fromOffset(text, 3));
    assertEquals(4, CodePoints.toOffset(text, 99));
    assertEquals(0, CodePoints.toOffset(text, -1));
  }
}
