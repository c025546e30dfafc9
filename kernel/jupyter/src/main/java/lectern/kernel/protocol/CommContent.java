package lectern.kernel.protocol;

import com.google.gson.JsonObject;
import java.util.Objects;

/// Messages between an object of the kernel and its twin in the page. They travel both ways: to the
/// kernel on shell, to the clients on iopub. Binary parts are the message's buffers.
public sealed interface CommContent extends Content {

  /// Names the pair.
  String commId();

  /// Makes a pair; `targetName` says what the other side is to create.
  record Open(String commId, String targetName, JsonObject data) implements CommContent {
    public Open {
      data = Objects.requireNonNullElseGet(data, JsonObject::new);
    }
  }

  /// Says something to the twin.
  record Msg(String commId, JsonObject data) implements CommContent {
    public Msg {
      data = Objects.requireNonNullElseGet(data, JsonObject::new);
    }
  }

  /// Ends the pair.
  record Close(String commId, JsonObject data) implements CommContent {
    public Close {
      data = Objects.requireNonNullElseGet(data, JsonObject::new);
    }
  }
}
