package lectern.kernel.protocol;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.util.List;

/// What the kernel tells every client on the iopub channel.
public sealed interface Event extends Content {

  /// `starting`, `busy` or `idle`.
  record Status(String executionState) implements Event {
    public static final Status STARTING = new Status("starting");
    public static final Status BUSY = new Status("busy");
    public static final Status IDLE = new Status("idle");
  }

  /// A cell begins.
  record ExecuteInput(String code, int executionCount) implements Event {}

  /// Text on `stdout` or `stderr`.
  record Stream(String name, String text) implements Event {}

  /// Something shown; `transient` holds the `display_id` under which it can be updated.
  record DisplayData(
      JsonObject data, JsonObject metadata, @SerializedName("transient") JsonObject hidden)
      implements Event {}

  /// Something shown before, replaced.
  record UpdateDisplayData(
      JsonObject data, JsonObject metadata, @SerializedName("transient") JsonObject hidden)
      implements Event {}

  /// The value of the cell.
  record ExecuteResult(int executionCount, JsonObject data, JsonObject metadata) implements Event {}

  /// The cell failed.
  @SuppressWarnings("JavaLangClash") // the name is the protocol's
  record Error(String ename, String evalue, List<String> traceback) implements Event {}

  /// The cell's output so far goes away, at once or with the next output.
  record ClearOutput(@SerializedName("wait") boolean waits) implements Event {}

  /// Greets a new subscriber.
  record IopubWelcome(String subscription) implements Event {}
}
