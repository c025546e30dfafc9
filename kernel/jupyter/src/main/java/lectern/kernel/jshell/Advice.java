package lectern.kernel.jshell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What to do about the errors that readers of a first Java notebook meet most.
final class Advice {

  private static final Map<Pattern, String> BY_MESSAGE = new LinkedHashMap<>();

  static {
    advise("possible lossy conversion from double to float", "Write an f behind the number: 1.5f");
    advise("possible lossy conversion from \\w+ to (\\w+)", "If that is meant: ($1) before it");
    advise("integer number too large.*", "A number beyond int has an L behind it: 3000000000L");
    advise("unclosed character literal", "A text stands in double quotes, one character in single");
    advise("String cannot be converted to char", "One character stands in single quotes: 'x'");
    advise(
        "unreported exception (\\w+).*",
        "Catch it, or write `throws $1` behind the method's parentheses");
    advise(
        "local variables referenced from .* must be final or effectively final",
        "Copy it into a variable that does not change, or declare it in a cell of its own");
    advise(
        "unexpected type; required: reference; found: (int|long|double|float|boolean|char|byte)",
        "Write the class in its place: Integer, Long, Double, Float, Boolean, Character, Byte");
    advise("non-static variable this .*", "A cell is no object and has no `this`");
    advise(
        "the switch \\w+ does not cover all possible input values",
        "Add the missing cases, or `default -> …`");
    advise(
        "illegal text block open delimiter.*",
        "The text begins on the line below the three quotes");
  }

  private static final Map<Character, String> CHARACTERS =
      Map.of(
          '“',
          "\"",
          '”',
          "\"",
          '„',
          "\"",
          '‘',
          "'",
          '’',
          "'",
          '–',
          "-",
          '−',
          "-",
          '×',
          "*",
          '÷',
          "/",
          '\u00a0',
          "a plain space");

  private Advice() {}

  private static void advise(String message, String advice) {
    BY_MESSAGE.put(Pattern.compile("(?:incompatible types: )?" + message), advice);
  }

  /// What helps against an error; often nothing.
  ///
  /// @param message in one line
  /// @param at where the error stands in the source
  static List<String> of(String message, String source, int at) {
    if (message.startsWith("illegal character") && at < source.length()) {
      var meant = CHARACTERS.get(source.charAt(at));
      return meant == null ? List.of() : List.of("Write " + meant + " in its place");
    }
    for (var each : BY_MESSAGE.entrySet()) {
      var matcher = each.getKey().matcher(message);
      if (matcher.matches()) {
        var advice = each.getValue();
        return List.of(matcher.groupCount() == 0 ? advice : advice.replace("$1", matcher.group(1)));
      }
    }
    return List.of();
  }
}
