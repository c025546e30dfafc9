package lectern.kernel.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.util.List;

/// An answer. Each has a `status`: `ok`, or one of [Failed] and [Aborted], which may answer any
/// request.
public sealed interface Reply extends Content {

  String OK = "ok";

  /// What the kernel is.
  record KernelInfo(
      String status,
      String protocolVersion,
      String implementation,
      String implementationVersion,
      JsonObject languageInfo,
      String banner,
      boolean debugger,
      JsonArray helpLinks,
      List<String> supportedFeatures)
      implements Reply {}

  /// The cell ran to its end.
  record Execute(String status, int executionCount, JsonObject userExpressions, JsonArray payload)
      implements Reply {
    public Execute(int executionCount, JsonObject userExpressions) {
      this(OK, executionCount, userExpressions, new JsonArray());
    }
  }

  /// What could replace the code between the cursors (in code points).
  record Complete(
      String status, List<String> matches, int cursorStart, int cursorEnd, JsonObject metadata)
      implements Reply {
    public Complete(List<String> matches, int cursorStart, int cursorEnd, JsonObject metadata) {
      this(OK, matches, cursorStart, cursorEnd, metadata);
    }
  }

  /// Documentation, in several formats.
  record Inspect(String status, boolean found, JsonObject data, JsonObject metadata)
      implements Reply {
    public Inspect(boolean found, JsonObject data, JsonObject metadata) {
      this(OK, found, data, metadata);
    }
  }

  /// Here the status says `complete`, `incomplete`, `invalid` or `unknown`.
  record IsComplete(String status, String indent) implements Reply {}

  /// Rows of (session, line, input), or (session, line, (input, output)) when output was asked for.
  record History(String status, JsonArray history) implements Reply {
    public History(JsonArray history) {
      this(OK, history);
    }
  }

  /// Target names by comm id.
  record CommInfo(String status, JsonObject comms) implements Reply {
    public CommInfo(JsonObject comms) {
      this(OK, comms);
    }
  }

  /// The cell was asked to stop.
  record Interrupt(String status) implements Reply {
    public Interrupt() {
      this(OK);
    }
  }

  /// The process ends now.
  record Shutdown(String status, boolean restart) implements Reply {
    public Shutdown(boolean restart) {
      this(OK, restart);
    }
  }

  /// A new subshell's id, for the headers of requests to it.
  record CreateSubshell(String status, String subshellId) implements Reply {
    public CreateSubshell(String subshellId) {
      this(OK, subshellId);
    }
  }

  /// The subshell takes no more requests.
  record DeleteSubshell(String status) implements Reply {
    public DeleteSubshell() {
      this(OK);
    }
  }

  /// The ids of all subshells; the main shell has none.
  record ListSubshell(String status, @SerializedName("subshell_id") List<String> subshellIds)
      implements Reply {
    public ListSubshell(List<String> subshellIds) {
      this(OK, subshellIds);
    }
  }

  /// The line that the person typed.
  record Input(String status, String value) implements Reply {
    public Input(String value) {
      this(OK, value);
    }
  }

  /// The request failed. The count is null unless a cell failed.
  record Failed(
      String status,
      String ename,
      String evalue,
      List<String> traceback,
      Integer executionCount,
      JsonArray payload)
      implements Reply {
    public Failed(String ename, String evalue, List<String> traceback, Integer executionCount) {
      this(
          "error",
          ename,
          evalue,
          traceback,
          executionCount,
          executionCount == null ? null : new JsonArray());
    }
  }

  /// The request was not run, because one before it failed.
  record Aborted(String status) implements Reply {
    public Aborted() {
      this("aborted");
    }
  }
}
