package lectern.kernel.protocol;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Turns messages into signed frames and back. A signed message is read once: one that comes again
/// is somebody's copy of it.
///
/// Frames: identities …, `<IDS|MSG>`, signature, header, parent header, metadata, content, buffers
/// ….
public final class Codec {

  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.US_ASCII);

  private final Signer signer;
  private final Replays replays = new Replays();

  public Codec(Signer signer) {
    this.signer = signer;
  }

  /// The frames of a message.
  public List<byte[]> encode(Message message) {
    var parts =
        List.of(
            json(message.header()),
            message.parent() == null ? EMPTY : json(message.parent()),
            message.metadata().isEmpty() ? EMPTY : json(message.metadata()),
            json(message.content()));
    var frames = new ArrayList<byte[]>(message.identities());
    frames.add(DELIMITER);
    frames.add(signer.sign(parts).getBytes(StandardCharsets.US_ASCII));
    frames.addAll(parts);
    frames.addAll(message.buffers());
    return frames;
  }

  /// The message in these frames.
  ///
  /// @throws BadMessage when they are malformed, badly signed, or of an unknown type
  public Message decode(List<byte[]> frames) throws BadMessage {
    int start = 0;
    while (start < frames.size() && !Arrays.equals(frames.get(start), DELIMITER)) {
      start++;
    }
    if (frames.size() < start + 6) {
      throw new BadMessage(
          "malformed message: " + frames.size() + " frames, delimiter at " + start);
    }
    var parts = frames.subList(start + 2, start + 6);
    if (!signer.verifies(frames.get(start + 1), parts)) {
      throw new BadMessage("message with a wrong signature");
    }
    if (signer.isSigning() && replays.isKnown(frames.get(start + 1))) {
      throw new BadMessage("message that came before, signature and all");
    }
    try {
      var header = Json.GSON.fromJson(object(parts.get(0)), Header.class);
      if (header.msgId() == null || header.msgType() == null) {
        throw new BadMessage("malformed message: header without msg_id or msg_type");
      }
      var parent = object(parts.get(1));
      return new Message(
          List.copyOf(frames.subList(0, start)),
          header,
          parent.isEmpty() ? null : Json.GSON.fromJson(parent, Header.class),
          object(parts.get(2)),
          content(header.msgType(), object(parts.get(3))),
          List.copyOf(frames.subList(start + 6, frames.size())));
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException e) {
      throw new BadMessage("malformed message", e);
    }
  }

  private static Content content(String type, JsonObject content) throws BadMessage {
    Class<? extends Content> record =
        MessageTypes.classOf(type)
            .orElseThrow(() -> new BadMessage("message of unknown type " + type));
    if (type.endsWith("_reply") && content.has("status")) {
      var status = content.get("status").getAsString();
      if (status.equals("error")) {
        record = Reply.Failed.class;
      } else if (status.equals("aborted") || status.equals("abort")) {
        record = Reply.Aborted.class;
      }
    }
    return Json.GSON.fromJson(content, record);
  }

  private static byte[] json(Object value) {
    return Json.GSON.toJson(value).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject object(byte[] frame) {
    return JsonParser.parseString(new String(frame, StandardCharsets.UTF_8)).getAsJsonObject();
  }
}
