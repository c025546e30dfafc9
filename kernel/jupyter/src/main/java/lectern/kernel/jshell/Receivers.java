package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jdk.jshell.ImportSnippet;

/// Finds the class of what stands before a dot, also in code that is not finished.
final class Receivers {

  private final Session session;
  private final Map<String, Class<?>> byImport = new HashMap<>();
  private String imports = "";

  Receivers(Session session) {
    this.session = session;
  }

  /// A class with the arguments that its type parameters have there.
  ///
  /// @param isName whether the class itself was named, so that only its static members follow
  record Receiver(Class<?> type, List<String> arguments, boolean isName) {}

  /// What stands at the end of code; null when it cannot be told.
  Receiver before(String code) {
    var plain = JavaScanner.of(code).plain();
    var start = expressionStart(plain, plain.length());
    var text = code.substring(start).strip();
    if (text.isEmpty()) {
      return null;
    }
    if (text.matches("[\\p{L}_$][\\w.$]*")
        && Character.isUpperCase(text.charAt(text.lastIndexOf('.') + 1))) {
      var named = resolve(text);
      if (named != null) {
        return new Receiver(named, List.of(), true);
      }
    }
    if (text.matches("[\\p{L}_$][\\w$]*")) {
      return of(typeOfName(code, text));
    }
    var isLocal = Locals.at(code).containsKey(text.split("[^\\p{L}\\p{N}_$]", 2)[0]);
    var found = isLocal ? null : of(session.analysis().analyzeType(text, text.length()));
    return found != null ? found : of(returned(code, plain, start));
  }

  private Receiver of(String type) {
    if (type == null) {
      return null;
    }
    var raw = resolve(type.replaceAll("<.*", "").replace("...", "[]"));
    return raw == null ? null : new Receiver(raw, arguments(type), false);
  }

  /// The type of a variable: `name:Type` is what JShell says of it.
  private String typeOfName(String code, String name) {
    for (var each : session.analysis().documentation(code, code.length(), false)) {
      var signature = each.signature();
      var colon = signature.indexOf(':');
      if (colon > 0 && (signature.startsWith(name + ":") || signature.contains("." + name + ":"))) {
        return signature.substring(colon + 1);
      }
    }
    var written = Locals.at(code).get(name);
    return written == null || written.isEmpty() || written.equals("var") ? null : written;
  }

  /// The type that the call at the end of code returns: `Type Owner.method(…)` is what JShell says.
  private String returned(String code, String plain, int start) {
    var end = plain.stripTrailing().length();
    if (end == 0 || plain.charAt(end - 1) != ')') {
      return null;
    }
    var open = matching(plain, end - 1);
    if (open <= start) {
      return null;
    }
    var head = code.substring(0, open + 1);
    for (var each : session.analysis().documentation(head, head.length(), false)) {
      var signature = each.signature();
      var depth = 0;
      for (var i = 0; i < signature.length(); i++) {
        var c = signature.charAt(i);
        depth += c == '<' ? 1 : c == '>' ? -1 : 0;
        if (c == ' ' && depth == 0) {
          return signature.substring(0, i);
        }
      }
    }
    return null;
  }

  /// Where the expression begins that ends at `end`: names, calls, indexes and texts with dots
  /// between.
  static int expressionStart(String plain, int end) {
    var at = end;
    while (true) {
      at = blankBefore(plain, at);
      if (at > 0 && plain.charAt(at - 1) == JavaScanner.TEXT) {
        while (at > 0 && plain.charAt(at - 1) == JavaScanner.TEXT) {
          at--;
        }
      } else {
        while (at > 0 && (plain.charAt(at - 1) == ')' || plain.charAt(at - 1) == ']')) {
          var open = matching(plain, at - 1);
          if (open < 0) {
            return at;
          }
          at = open;
        }
        while (at > 0 && Character.isJavaIdentifierPart(plain.charAt(at - 1))) {
          at--;
        }
      }
      var before = blankBefore(plain, at);
      if (before >= 4 && plain.startsWith("new", before - 3)) {
        before -= 3;
        at = before;
        before = blankBefore(plain, before);
      } else if (before == 3 && plain.startsWith("new")) {
        return 0;
      }
      if (before == 0 || plain.charAt(before - 1) != '.') {
        return at;
      }
      at = before - 1;
    }
  }

  private static int blankBefore(String text, int end) {
    var at = end;
    while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /// The bracket that the one at `close` closes; -1 for none.
  static int matching(String plain, int close) {
    var depth = 0;
    for (var i = close; i >= 0; i--) {
      switch (plain.charAt(i)) {
        case ')', ']', '}' -> depth++;
        case '(', '[', '{' -> {
          if (--depth == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  /// `String` and `List<Integer>` of `Map<String, List<Integer>>`.
  static List<String> arguments(String type) {
    var arguments = new ArrayList<String>();
    var from = type.indexOf('<') + 1;
    if (from == 0) {
      return arguments;
    }
    var depth = 0;
    for (var i = from; i < type.length(); i++) {
      var c = type.charAt(i);
      if (depth == 0 && (c == ',' || c == '>')) {
        arguments.add(Names.simple(type.substring(from, i).strip()));
        from = i + 1;
        if (c == '>') {
          break;
        }
      }
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
    }
    return arguments;
  }

  /// The class of a name as a cell would write it; null when there is none.
  Class<?> resolve(String name) {
    if (name.endsWith("[]")) {
      var element = resolve(name.substring(0, name.length() - 2));
      return element == null ? null : element.arrayType();
    }
    var primitive = primitive(name);
    if (primitive != null) {
      return primitive;
    }
    var own = ofNotebook(name);
    if (own != null) {
      return own;
    }
    var found = name.contains(".") ? load(name) : load("java.lang." + name);
    if (found != null) {
      return found;
    }
    var dot = name.lastIndexOf('.');
    if (dot > 0) {
      var outer = resolve(name.substring(0, dot));
      return outer == null ? null : load(outer.getName() + "$" + name.substring(dot + 1));
    }
    return imported(name);
  }

  private static Class<?> primitive(String name) {
    return switch (name) {
      case "int" -> int.class;
      case "long" -> long.class;
      case "double" -> double.class;
      case "float" -> float.class;
      case "boolean" -> boolean.class;
      case "char" -> char.class;
      case "byte" -> byte.class;
      case "short" -> short.class;
      default -> null;
    };
  }

  private Class<?> ofNotebook(String name) {
    return session
        .shell()
        .types()
        .filter(t -> t.name().equals(name) && session.isActive(t))
        .map(t -> load(session.outerName(t) + "$" + name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private Class<?> imported(String name) {
    var all = session.shell().imports().filter(s -> !s.isStatic()).toList();
    var now = all.size() + "/" + session.classPath().size();
    if (!now.equals(imports)) {
      byImport.clear();
      imports = now;
    }
    return byImport.computeIfAbsent(
        name,
        n ->
            all.reversed().stream()
                .map(snippet -> through(snippet, n))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null));
  }

  private Class<?> through(ImportSnippet snippet, String name) {
    var full = snippet.fullname();
    if (snippet.source().contains(" module ")) {
      return ModuleLayer.boot().findModule(full.strip()).stream()
          .flatMap(m -> m.getDescriptor().exports().stream())
          .filter(e -> !e.isQualified())
          .map(e -> load(e.source() + "." + name))
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
    if (full.endsWith(".*")) {
      return load(full.substring(0, full.length() - 1) + name);
    }
    return full.endsWith("." + name) ? load(full) : null;
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, false, session.loader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
