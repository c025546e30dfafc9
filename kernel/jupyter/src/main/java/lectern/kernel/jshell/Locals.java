package lectern.kernel.jshell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The local variables, parameters and pattern variables in scope at the end of code that is not
/// finished, which JShell leaves out.
final class Locals {

  private static final String NAME = "[\\p{L}_$][\\p{L}\\p{N}_$]*";
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<bracket>[(){};])"
              + "|(?<lambda>"
              + NAME
              + ")\\s*->"
              + "|(?<type>"
              + NAME
              + "(?:\\s*\\.\\s*"
              + NAME
              + ")*(?:<[^;(){}=]*>)?(?:\\s*\\[\\s*\\])*(?:\\.\\.\\.)?)\\s+(?<name>"
              + NAME
              + ")\\s*(?=[=;:,)]|->|&&|\\|\\||$)"
              + "|"
              + NAME);
  private static final Pattern LAMBDA =
      Pattern.compile("\\(\\s*(" + NAME + "(?:\\s*,\\s*" + NAME + ")*)\\s*\\)\\s*->");
  private static final Set<String> NO_TYPES =
      Set.of(
          "return",
          "throw",
          "new",
          "else",
          "case",
          "import",
          "package",
          "instanceof",
          "yield",
          "static",
          "final",
          "extends",
          "implements",
          "permits",
          "throws",
          "class",
          "interface",
          "record",
          "enum",
          "do",
          "assert",
          "public",
          "private",
          "protected",
          "abstract",
          "goto");

  private Locals() {}

  /// Types by name, as they are written; `var` and the empty text where nobody wrote one. Names
  /// outside all brackets are left out: what a cell declares there JShell knows, or will.
  static Map<String, String> at(String code) {
    var plain = JavaScanner.of(code).plain();
    var lambdas = new LinkedHashMap<Integer, List<String>>();
    LAMBDA
        .matcher(plain)
        .results()
        .forEach(m -> lambdas.put(m.start(), List.of(m.group(1).split("\\s*,\\s*", -1))));
    Deque<Map<String, String>> scopes = new ArrayDeque<>();
    Map<String, String> pending = new LinkedHashMap<>();
    var token = TOKEN.matcher(plain);
    var from = 0;
    while (token.find(from)) {
      from = token.end();
      if (token.group("bracket") != null) {
        var c = token.group("bracket").charAt(0);
        bracket(c, scopes, pending);
        if (c == '(' && lambdas.containsKey(token.start())) {
          lambdas.get(token.start()).forEach(n -> scopes.peek().put(n, ""));
        }
      } else if (!scopes.isEmpty() && token.group("lambda") != null) {
        scopes.peek().put(token.group("lambda"), "");
      } else if (token.group("name") != null) {
        if (NO_TYPES.contains(token.group("type"))) {
          from = token.end("type");
        } else if (!scopes.isEmpty()) {
          scopes.peek().put(token.group("name"), token.group("type").strip());
        }
      }
    }
    Map<String, String> all = new LinkedHashMap<>();
    for (var scope : new ArrayList<>(scopes).reversed()) {
      all.putAll(scope);
    }
    all.putAll(pending);
    return all;
  }

  /// What a pair of parentheses declares is known in the block or statement behind them.
  private static void bracket(
      char c, Deque<Map<String, String>> scopes, Map<String, String> pending) {
    switch (c) {
      case '(' -> scopes.push(new LinkedHashMap<>());
      case '{' -> {
        scopes.push(new LinkedHashMap<>(pending));
        pending.clear();
      }
      case ')' -> {
        if (!scopes.isEmpty()) {
          pending.putAll(scopes.pop());
        }
      }
      case '}' -> {
        scopes.poll();
        pending.clear();
      }
      default -> pending.clear();
    }
  }
}
