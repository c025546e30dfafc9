package lectern.kernel.jshell;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import lectern.kernel.jshell.Receivers.Receiver;

/// Tells what kind of name a cursor stands at, from the code before it.
final class Places {

  private static final Pattern IMPORT =
      Pattern.compile("(?:^|[;\\n])\\s*import\\s+(static\\s+)?([\\w.]*)$");
  private static final Pattern NEW = Pattern.compile("\\bnew\\s+$");
  private static final Pattern CASE =
      Pattern.compile("\\bcase\\s+(?:[\\p{L}_$][\\w.$]*\\s*,\\s*)*$");
  private static final Pattern EXPECTED =
      Pattern.compile(
          "(?:^|[;{}(\\n"
              + "])\\s*(?:final\\s+)?([\\p{L}_$][\\w.$]*)(?:<[^;={}]*>)?\\s+[\\p{L}_$][\\w$]*\\s*=\\s*(?:new\\s+)?$");

  private final Receivers receivers;

  Places(Receivers receivers) {
    this.receivers = receivers;
  }

  /// What can stand there.
  sealed interface Place {}

  /// Behind a dot; the receiver is null when it cannot be told.
  record Member(Receiver receiver) implements Place {}

  /// Behind `::`.
  record Reference(Receiver receiver) implements Place {}

  /// In an import.
  record Import(boolean isStatic, boolean mayBeStatic) implements Place {}

  /// Behind `@`.
  record Annotation() implements Place {}

  /// Behind `new`.
  record New(Supplier<Optional<Class<?>>> expected) implements Place {}

  /// Behind `case`, in a switch over an enum or a sealed type.
  record Case(Class<?> of) implements Place {}

  /// Anywhere else.
  record Name(Supplier<Optional<Class<?>>> expected) implements Place {}

  /// The place of a name that begins at `start`.
  Place at(String code, int start) {
    var head = JavaScanner.of(code.substring(0, start)).plain();
    var line = IMPORT.matcher(head);
    if (line.find()) {
      return new Import(line.group(1) != null, line.group(1) == null && line.group(2).isEmpty());
    }
    var strip = head.stripTrailing();
    if (strip.endsWith(".")) {
      return new Member(receivers.before(code.substring(0, strip.length() - 1)));
    }
    if (strip.endsWith("::")) {
      return new Reference(receivers.before(code.substring(0, strip.length() - 2)));
    }
    if (head.endsWith("@")) {
      return new Annotation();
    }
    Supplier<Optional<Class<?>>> expected = () -> expected(head);
    if (NEW.matcher(head).find()) {
      return new New(expected);
    }
    if (CASE.matcher(head).find()) {
      var selector = selector(code, head);
      if (selector != null && (selector.isEnum() || selector.isSealed())) {
        return new Case(selector);
      }
    }
    return new Name(expected);
  }

  /// `Level` in `Level l = `.
  private Optional<Class<?>> expected(String head) {
    var declaration = EXPECTED.matcher(head);
    return declaration.find()
        ? Optional.ofNullable(receivers.resolve(declaration.group(1)))
        : Optional.empty();
  }

  /// The type that the switch around the end of code decides over; null when it cannot be told.
  private Class<?> selector(String code, String plain) {
    var depth = 0;
    for (var i = plain.length() - 1; i >= 0; i--) {
      var c = plain.charAt(i);
      depth += c == '}' ? 1 : c == '{' ? -1 : 0;
      if (depth < 0) {
        var before = plain.substring(0, i).stripTrailing();
        var open = before.endsWith(")") ? Receivers.matching(before, before.length() - 1) : -1;
        if (open < 0 || !before.substring(0, open).stripTrailing().endsWith("switch")) {
          return null;
        }
        var receiver = receivers.before(code.substring(0, before.length() - 1));
        return receiver == null ? null : receiver.type();
      }
    }
    return null;
  }
}
