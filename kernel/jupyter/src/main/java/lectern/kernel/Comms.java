package lectern.kernel;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import lectern.display.Comm;
import lectern.display.CommListener;
import lectern.display.CommMessage;
import lectern.display.CommTarget;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Message;
import lectern.kernel.wire.Wire;

/// The open comms: who listens to which, and what is said over them.
final class Comms {

  /// One open comm.
  private final class Line implements Comm {
    final String id;
    final String target;
    volatile CommListener listener = message -> {};

    Line(String id, String target) {
      this.id = id;
      this.target = target;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void send(CommMessage message) {
      publish(
          new CommContent.Msg(id, Json.object(message.data())),
          Json.object(message.metadata()),
          message.buffers());
    }

    @Override
    public void close() {
      if (lines.remove(id) != null) {
        publish(new CommContent.Close(id, null), new JsonObject(), List.of());
      }
    }
  }

  private final Wire wire;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();
  private final Map<String, CommTarget> targets = new ConcurrentHashMap<>();

  Comms(Wire wire) {
    this.wire = wire;
  }

  void accept(String target, CommTarget answer) {
    targets.put(target, answer);
  }

  /// Opens a comm from here.
  Comm open(String target, CommMessage opening, CommListener listener) {
    var line = new Line(UUID.randomUUID().toString(), target);
    line.listener = listener;
    lines.put(line.id, line);
    publish(
        new CommContent.Open(line.id, target, Json.object(opening.data())),
        Json.object(opening.metadata()),
        opening.buffers());
    return line;
  }

  /// Acts on what the page says. A target that nobody answers is closed at once: the page waits for
  /// it.
  void received(Message message) {
    switch ((CommContent) message.content()) {
      case CommContent.Open open -> {
        var line = new Line(open.commId(), open.targetName());
        lines.put(line.id, line);
        var target = targets.get(open.targetName() == null ? "" : open.targetName());
        if (target == null) {
          line.close();
        } else {
          line.listener = target.opened(line, read(message, open.data()));
        }
      }
      case CommContent.Msg msg -> {
        var line = lines.get(msg.commId());
        if (line != null) {
          line.listener.received(read(message, msg.data()));
        }
      }
      case CommContent.Close close -> {
        var line = lines.remove(close.commId());
        if (line != null) {
          line.listener.closed();
        }
      }
    }
  }

  /// The open comms' targets by id, as `comm_info_reply` has them.
  JsonObject info(String target) {
    var info = new JsonObject();
    for (var line : lines.values()) {
      if (target == null || target.equals(line.target)) {
        info.add(line.id, Json.object("target_name", line.target));
      }
    }
    return info;
  }

  @SuppressWarnings("unchecked") // a JSON object becomes a map with string keys
  private static CommMessage read(Message message, JsonObject data) {
    return new CommMessage(
        Json.GSON.fromJson(data, Map.class),
        Json.GSON.fromJson(message.metadata(), Map.class),
        message.buffers());
  }

  private void publish(CommContent content, JsonObject metadata, List<byte[]> buffers) {
    var message = Message.of(content, wire.session(), Origin.here().header());
    wire.publisher().publish(message.with(metadata, buffers));
  }
}
