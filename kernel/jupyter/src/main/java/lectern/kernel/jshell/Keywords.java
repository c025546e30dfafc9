package lectern.kernel.jshell;

import java.util.List;

/// The words of the language.
final class Keywords {

  private static final List<String> ALL =
      List.of(
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "continue",
          "default",
          "double",
          "else",
          "enum",
          "extends",
          "false",
          "final",
          "finally",
          "float",
          "for",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "new",
          "null",
          "permits",
          "private",
          "protected",
          "public",
          "record",
          "return",
          "sealed",
          "short",
          "static",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "true",
          "try",
          "var",
          "void",
          "when",
          "while",
          "yield");

  private Keywords() {}

  /// Those that begin so; none for less than two letters, which would drown the names.
  static List<String> that(String begins) {
    return begins.length() < 2
        ? List.of()
        : ALL.stream().filter(word -> word.startsWith(begins)).toList();
  }
}
