package lectern.kernel.jshell;

import java.util.HashMap;
import java.util.Map;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/// What the notebook itself declares.
///
/// @param kind `variable`, `function`, `class` or `interface`
/// @param text its type, or parameters and result
record Own(String kind, String text) {

  /// All of it by name.
  static Map<String, Own> of(Session session) {
    Map<String, Own> own = new HashMap<>();
    session
        .shell()
        .snippets()
        .filter(session::isActive)
        .forEach(
            snippet -> {
              switch (snippet) {
                case VarSnippet v -> own.put(v.name(), new Own("variable", v.typeName()));
                case MethodSnippet m ->
                    own.merge(
                        m.name(),
                        new Own("function", signature(m)),
                        (a, b) -> a.equals(b) ? a : new Own("function", a.text + "  " + b.text));
                case TypeDeclSnippet t ->
                    own.put(
                        t.name(),
                        new Own(
                            t.subKind() == Snippet.SubKind.INTERFACE_SUBKIND
                                ? "interface"
                                : "class",
                            ""));
                default -> {}
              }
            });
    return own;
  }

  private static String signature(MethodSnippet method) {
    var text = method.signature();
    var close = text.lastIndexOf(')');
    return text.substring(0, close + 1) + " → " + text.substring(close + 1);
  }
}
