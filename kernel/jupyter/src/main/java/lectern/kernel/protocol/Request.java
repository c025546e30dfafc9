package lectern.kernel.protocol;

import com.google.gson.JsonObject;
import java.util.Objects;

/// A question. Clients ask on the shell and control channels; [Input] is asked by the kernel on the
/// stdin channel. Fields that a client leaves out get the protocol's defaults.
public sealed interface Request extends Content {

  /// Who are you?
  record KernelInfo() implements Request {}

  /// Run a cell.
  ///
  /// @param code its source
  /// @param silent publish nothing and leave the history and the count alone
  /// @param storeHistory keep it in the history; never when silent
  /// @param userExpressions expressions to evaluate afterwards, by the client's own names
  /// @param allowStdin whether the client can answer [Input]
  /// @param stopOnError whether an error aborts the executions that wait behind
  record Execute(
      String code,
      boolean silent,
      Boolean storeHistory,
      JsonObject userExpressions,
      Boolean allowStdin,
      Boolean stopOnError)
      implements Request {
    public Execute {
      code = Objects.requireNonNullElse(code, "");
      storeHistory = !silent && !Boolean.FALSE.equals(storeHistory);
      userExpressions = Objects.requireNonNullElseGet(userExpressions, JsonObject::new);
      allowStdin = !Boolean.FALSE.equals(allowStdin);
      stopOnError = !Boolean.FALSE.equals(stopOnError);
    }

    /// A cell as a notebook runs it, without a person to answer questions.
    public static Execute cell(String code) {
      return new Execute(code, false, true, null, false, true);
    }
  }

  /// What could stand at the cursor (in code points)?
  record Complete(String code, int cursorPos) implements Request {
    public Complete {
      code = Objects.requireNonNullElse(code, "");
    }
  }

  /// What is the name at the cursor (in code points)?
  record Inspect(String code, int cursorPos, int detailLevel) implements Request {
    public Inspect {
      code = Objects.requireNonNullElse(code, "");
    }
  }

  /// Is this a whole cell?
  record IsComplete(String code) implements Request {
    public IsComplete {
      code = Objects.requireNonNullElse(code, "");
    }
  }

  /// Which cells ran?
  ///
  /// @param histAccessType `range`, `tail` or `search`
  /// @param session for a range: 0 is the running one, a negative number counts back from it
  /// @param n how many, for tail and search; null is all
  record History(
      boolean output,
      boolean raw,
      String histAccessType,
      int session,
      int start,
      Integer stop,
      Integer n,
      String pattern,
      boolean unique)
      implements Request {
    public History {
      histAccessType = Objects.requireNonNullElse(histAccessType, "tail");
      pattern = Objects.requireNonNullElse(pattern, "*");
    }
  }

  /// Which comms are open? A null target asks for all.
  record CommInfo(String targetName) implements Request {}

  /// Stop the running cell.
  record Interrupt() implements Request {}

  /// End the process.
  record Shutdown(boolean restart) implements Request {}

  /// Start a subshell: cells sent to it run beside those of the main shell.
  record CreateSubshell() implements Request {}

  /// End a subshell.
  record DeleteSubshell(String subshellId) implements Request {}

  /// Which subshells are there?
  record ListSubshell() implements Request {}

  /// Ask the person a line; a password is not echoed.
  record Input(String prompt, boolean password) implements Request {}
}
