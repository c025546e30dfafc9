package lectern.kernel.jshell;

import java.util.List;
import java.util.Optional;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Completion.Candidate;

/// What lines that begin with `%` mean. The engine finds them; someone else knows them.
public interface Magics {

  /// What a magic may answer instead of a value: nothing.
  Object NOTHING = new Object();

  /// Runs `%name arguments` or, with a body, `%%name arguments`.
  ///
  /// @return a value to show when it is the cell's last part, or [#NOTHING]
  /// @throws UsageException when the name is unknown or the arguments make no sense
  Object run(String name, String arguments, Optional<String> body, Notebook notebook)
      throws Exception;

  /// Names or arguments that could stand at the end of `line`, which begins with `%`; each
  /// candidate replaces the last word.
  List<Candidate> complete(String line);

  /// Whether the arguments of a magic of that name are Java code.
  default boolean takesCode(String name) {
    return false;
  }

  /// What a magic does, if there is one of that name.
  Optional<MimeBundle> help(String name);

  /// No magics at all.
  static Magics none() {
    return new Magics() {
      @Override
      public Object run(String name, String arguments, Optional<String> body, Notebook notebook) {
        throw new UsageException("There is no magic %" + name + ".");
      }

      @Override
      public List<Candidate> complete(String line) {
        return List.of();
      }

      @Override
      public Optional<MimeBundle> help(String name) {
        return Optional.empty();
      }
    };
  }

  /// A magic was called in a way that it does not understand; shown without a stack trace.
  final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// An error that says what came and what to do.
    public UsageException(String message) {
      super(message);
    }

    /// An error with what caused it.
    public UsageException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
