package lectern.kernel.magic;

import java.util.List;
import java.util.Optional;
import lectern.kernel.jshell.Notebook;

/// One command.
///
/// @param names its name, then its aliases, without `%`
/// @param usage how it is written, for example `%maven group:artifact:version …`
/// @param help what it does, in Markdown
/// @param body whether it takes the lines below it: `%%name`
/// @param takesPaths whether its arguments are files, which are then completed
/// @param action what it does
record Magic(
    List<String> names, String usage, String help, Body body, boolean takesPaths, Action action) {

  /// Whether a magic stands alone, heads a cell, or either.
  enum Body {
    NONE,
    REQUIRED,
    OPTIONAL
  }

  /// A call of a magic.
  ///
  /// @param name as it was written
  /// @param arguments the rest of its line
  /// @param body the lines below, for `%%name`
  record Call(String name, String arguments, Optional<String> body, Notebook notebook) {

    /// The arguments as words; quotes keep spaces.
    List<String> words() {
      return Words.of(arguments);
    }
  }

  /// What a magic does.
  interface Action {

    /// The value to show, or [lectern.kernel.jshell.Magics#NOTHING].
    Object run(Call call) throws Exception;
  }

  static Magic line(String names, String usage, String help, Action action) {
    return new Magic(List.of(names.split(" ", -1)), usage, help, Body.NONE, false, action);
  }

  static Magic cell(String names, String usage, String help, Action action) {
    return new Magic(List.of(names.split(" ", -1)), usage, help, Body.REQUIRED, false, action);
  }

  static Magic either(String names, String usage, String help, Action action) {
    return new Magic(List.of(names.split(" ", -1)), usage, help, Body.OPTIONAL, false, action);
  }

  /// The same magic, its arguments being files.
  Magic ofPaths() {
    return new Magic(names, usage, help, body, true, action);
  }

  String name() {
    return names.getFirst();
  }
}
