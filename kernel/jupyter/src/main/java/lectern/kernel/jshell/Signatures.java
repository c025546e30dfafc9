package lectern.kernel.jshell;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.ImportSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/// Kinds and signatures of the names that can stand at a place, from reflection: asking the
/// compiler for each would take milliseconds a name.
final class Signatures {

  private final Session session;

  Signatures(Session session) {
    this.session = session;
  }

  /// What is known of the names at one place.
  ///
  /// @param own signatures of what the notebook declares, by name
  /// @param kinds by name
  record Known(Map<String, String> own, Map<String, String> members, Map<String, String> kinds) {

    boolean isOwn(String name) {
      return own.containsKey(name);
    }

    String of(String name, String kind) {
      return own.getOrDefault(name, members.getOrDefault(name + "/" + kind, ""));
    }

    String kindOf(String name, String text) {
      var known = kinds.get(name);
      if (text.indexOf('(') >= 0) {
        return Character.isUpperCase(name.charAt(0)) ? "class" : "function";
      }
      return known != null ? known : guess(name);
    }

    private static String guess(String name) {
      if (name.endsWith(".")) {
        return "module";
      }
      if (javax.lang.model.SourceVersion.isKeyword(name)) {
        return "keyword";
      }
      return !Character.isUpperCase(name.charAt(0))
          ? "variable"
          : name.length() > 1 && name.equals(name.toUpperCase(Locale.ROOT)) ? "field" : "class";
    }
  }

  /// What is known at `start`; after a dot the members of what stands before it.
  Known at(String code, int start, boolean member) {
    Map<String, String> own = new HashMap<>();
    Map<String, String> members = new HashMap<>();
    Map<String, String> kinds = new HashMap<>();
    if (member) {
      var receiver = code.substring(0, start).stripTrailing();
      var type = typeBefore(receiver.substring(0, receiver.length() - 1));
      if (type != null) {
        describe(type, members, kinds);
      }
    } else {
      ofNotebook(own, kinds);
    }
    return new Known(own, members, kinds);
  }

  private void ofNotebook(Map<String, String> own, Map<String, String> kinds) {
    session
        .shell()
        .snippets()
        .filter(session::isActive)
        .forEach(
            snippet -> {
              switch (snippet) {
                case VarSnippet v -> {
                  own.put(v.name(), v.typeName());
                  kinds.put(v.name(), "variable");
                }
                case MethodSnippet m ->
                    own.merge(m.name(), m.signature(), (a, b) -> a.equals(b) ? a : a + "  " + b);
                case TypeDeclSnippet t -> {
                  own.put(t.name(), "");
                  kinds.put(
                      t.name(),
                      t.subKind() == jdk.jshell.Snippet.SubKind.INTERFACE_SUBKIND
                          ? "interface"
                          : "class");
                }
                default -> {}
              }
            });
  }

  private static void describe(
      Class<?> type, Map<String, String> members, Map<String, String> kinds) {
    for (Method method : methods(type)) {
      if (!method.isBridge() && !method.isSynthetic()) {
        var parameters =
            Arrays.stream(method.getParameters())
                .map(
                    p ->
                        simple(p.getParameterizedType().getTypeName())
                            + (p.isNamePresent() ? " " + p.getName() : ""))
                .collect(Collectors.joining(", ", "(", ")"));
        var signature = parameters + " → " + simple(method.getGenericReturnType().getTypeName());
        members.merge(
            method.getName() + "/function",
            signature,
            (a, b) -> a.contains(b) || a.length() > 120 ? a : a + "  " + b);
      }
    }
    for (Field field : type.getFields()) {
      var kind = Modifier.isStatic(field.getModifiers()) ? "field" : "variable";
      kinds.put(field.getName(), kind);
      members.put(field.getName() + "/" + kind, simple(field.getGenericType().getTypeName()));
    }
    for (Class<?> nested : type.getClasses()) {
      kinds.put(nested.getSimpleName(), nested.isInterface() ? "interface" : "class");
    }
  }

  /// What notebooks declare is seldom public.
  private static List<Method> methods(Class<?> type) {
    var all = new ArrayList<>(List.of(type.getMethods()));
    if (type.getName().startsWith("REPL.")) {
      all.addAll(List.of(type.getDeclaredMethods()));
    }
    return all;
  }

  private static String simple(String typeName) {
    return typeName.replaceAll("[\\p{L}_$][\\p{L}\\p{N}_$]*[.$](?=[\\p{L}_$])", "");
  }

  /// The class whose members follow an expression; null when it cannot be told.
  private Class<?> typeBefore(String code) {
    var tail = tailName(code);
    if (!tail.isEmpty() && Character.isUpperCase(tail.charAt(tail.lastIndexOf('.') + 1))) {
      var named = resolve(tail);
      if (named != null) {
        return named;
      }
    }
    var type = session.analysis().analyzeType(code, code.length());
    return type == null ? null : resolve(type.replaceAll("<.*", "").replace("[]", ""));
  }

  private static String tailName(String code) {
    var start = code.length();
    while (start > 0
        && (Character.isJavaIdentifierPart(code.charAt(start - 1))
            || code.charAt(start - 1) == '.')) {
      start--;
    }
    return code.substring(start);
  }

  private Class<?> resolve(String name) {
    var found = load(name.contains(".") ? name : "java.lang." + name);
    if (found == null) {
      found =
          session
              .shell()
              .types()
              .filter(t -> t.name().equals(name))
              .map(t -> load(session.analysis().wrapper(t).fullClassName() + "$" + name))
              .filter(java.util.Objects::nonNull)
              .findFirst()
              .orElse(null);
    }
    return found != null ? found : imported(name);
  }

  private Class<?> imported(String name) {
    for (ImportSnippet snippet : session.shell().imports().toList()) {
      if (snippet.isStatic()) {
        continue;
      }
      var full = snippet.fullname();
      Class<?> found = null;
      if (snippet.source().contains(" module ")) {
        found =
            ModuleLayer.boot().findModule(snippet.fullname().strip()).stream()
                .flatMap(m -> m.getDescriptor().exports().stream())
                .filter(e -> !e.isQualified())
                .map(e -> load(e.source() + "." + name))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
      } else if (full.endsWith(".*")) {
        found = load(full.substring(0, full.length() - 1) + name);
      } else if (full.endsWith("." + name)) {
        found = load(full);
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, false, session.loader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
