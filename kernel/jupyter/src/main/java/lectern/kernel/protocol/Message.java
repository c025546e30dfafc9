package lectern.kernel.protocol;

import com.google.gson.JsonObject;
import java.util.List;

/// One Jupyter message.
///
/// @param identities routing frames; a reply sends its request's back. On iopub, the topic
/// @param header who sent it
/// @param parent the header of the message that caused this one, or null
/// @param metadata rarely used
/// @param content what it says
/// @param buffers binary parts, used by comms
public record Message(
    List<byte[]> identities,
    Header header,
    Header parent,
    JsonObject metadata,
    Content content,
    List<byte[]> buffers) {

  /// A message without routing, metadata and buffers.
  public static Message of(Content content, String session, Header parent) {
    var header = Header.of(MessageTypes.nameOf(content), session);
    return new Message(List.of(), header, parent, new JsonObject(), content, List.of());
  }

  /// The answer to this message. An error's type is that of the answer it stands for.
  public Message reply(Reply content, String session) {
    var type = header.msgType().replaceFirst("_request$", "_reply");
    return new Message(
        identities, Header.of(type, session), header, new JsonObject(), content, List.of());
  }

  /// A copy with binary parts and metadata.
  public Message with(JsonObject metadata, List<byte[]> buffers) {
    return new Message(identities, header, parent, metadata, content, buffers);
  }

  /// A copy for a subshell, or for the main shell when that is null.
  public Message in(String subshell) {
    return new Message(identities, header.in(subshell), parent, metadata, content, buffers);
  }

  /// A copy with routing frames.
  public Message to(List<byte[]> identities) {
    return new Message(identities, header, parent, metadata, content, buffers);
  }
}
