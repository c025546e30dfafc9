package lectern.kernel.jshell;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lectern.kernel.jshell.Receivers.Receiver;

/// Kinds and signatures of a class's members, from reflection: asking the compiler for each would
/// take milliseconds a name.
final class Signatures {

  private static final int LONGEST = 120;

  private Signatures() {}

  /// What is known of one name.
  ///
  /// @param kind `function`, `field`, `variable`, `class` or `interface`
  /// @param text parameters and result, or the type; overloads with two spaces between
  /// @param isDeprecated whether each of that name is
  record Member(String kind, String text, boolean isDeprecated) {

    private Member and(Member other) {
      var both =
          text.contains(other.text) || text.length() > LONGEST ? text : text + "  " + other.text;
      return new Member(kind, both, isDeprecated && other.isDeprecated);
    }
  }

  /// The members of a class by name, methods with `(` behind it.
  static Map<String, Member> of(Receiver receiver) {
    Map<String, Member> members = new HashMap<>();
    var type = receiver.type();
    if (type.isArray()) {
      members.put("length", new Member("variable", "int", false));
    }
    var bindings = bindings(receiver);
    for (var method : methods(type)) {
      if (!method.isBridge() && !method.isSynthetic()) {
        members.merge(
            method.getName() + "(",
            new Member(
                "function",
                signature(method, bindings),
                method.isAnnotationPresent(Deprecated.class)),
            Member::and);
      }
    }
    for (var field : isOfCell(type) ? type.getDeclaredFields() : type.getFields()) {
      var isStatic = Modifier.isStatic(field.getModifiers());
      members.put(
          field.getName(),
          new Member(
              isStatic ? "field" : "variable",
              text(field.getGenericType(), bindings),
              field.isAnnotationPresent(Deprecated.class)));
    }
    for (var nested : type.getClasses()) {
      members.put(
          nested.getSimpleName(),
          new Member(
              nested.isInterface() ? "interface" : "class",
              "",
              nested.isAnnotationPresent(Deprecated.class)));
    }
    return members;
  }

  /// Parameters and result of a method.
  static String signature(Method method, Map<TypeVariable<?>, String> bindings) {
    var parameters = new ArrayList<String>();
    var types = method.getGenericParameterTypes();
    for (var i = 0; i < types.length; i++) {
      var parameter = method.getParameters()[i];
      var text = text(types[i], bindings);
      if (method.isVarArgs() && i == types.length - 1 && text.endsWith("[]")) {
        text = text.substring(0, text.length() - 2) + "...";
      }
      parameters.add(text + (parameter.isNamePresent() ? " " + parameter.getName() : ""));
    }
    return "("
        + String.join(", ", parameters)
        + ") → "
        + text(method.getGenericReturnType(), bindings);
  }

  /// What notebooks declare is seldom public.
  private static List<Method> methods(Class<?> type) {
    var all = new ArrayList<>(List.of(type.getMethods()));
    if (type.isInterface()) {
      all.addAll(List.of(Object.class.getMethods()));
    }
    if (isOfCell(type)) {
      all.addAll(List.of(type.getDeclaredMethods()));
    }
    return all;
  }

  private static boolean isOfCell(Class<?> type) {
    return type.getName().startsWith("REPL.");
  }

  /// What the type parameters of a class and of all above it stand for.
  private static Map<TypeVariable<?>, String> bindings(Receiver receiver) {
    Map<TypeVariable<?>, String> bindings = new HashMap<>();
    var parameters = receiver.type().getTypeParameters();
    for (var i = 0; i < Math.min(parameters.length, receiver.arguments().size()); i++) {
      bindings.put(parameters[i], receiver.arguments().get(i));
    }
    if (parameters.length == 0 || !bindings.isEmpty()) {
      bindAbove(receiver.type(), bindings);
    }
    return bindings;
  }

  private static void bindAbove(Class<?> type, Map<TypeVariable<?>, String> bindings) {
    var above = new ArrayList<>(Arrays.asList(type.getGenericInterfaces()));
    if (type.getGenericSuperclass() != null) {
      above.add(type.getGenericSuperclass());
    }
    for (var each : above) {
      if (each instanceof ParameterizedType p && p.getRawType() instanceof Class<?> raw) {
        var variables = raw.getTypeParameters();
        for (var i = 0; i < variables.length; i++) {
          bindings.putIfAbsent(variables[i], text(p.getActualTypeArguments()[i], bindings));
        }
        bindAbove(raw, bindings);
      } else if (each instanceof Class<?> raw) {
        bindAbove(raw, bindings);
      }
    }
  }

  private static String text(Type type, Map<TypeVariable<?>, String> bindings) {
    return switch (type) {
      case Class<?> c -> c.getSimpleName();
      case TypeVariable<?> v -> bindings.getOrDefault(v, v.getName());
      case GenericArrayType a -> text(a.getGenericComponentType(), bindings) + "[]";
      case WildcardType w -> wildcard(w, bindings);
      case ParameterizedType p ->
          ((Class<?>) p.getRawType()).getSimpleName()
              + Arrays.stream(p.getActualTypeArguments())
                  .map(a -> text(a, bindings))
                  .collect(Collectors.joining(", ", "<", ">"));
      default -> Names.simple(type.getTypeName());
    };
  }

  private static String wildcard(WildcardType type, Map<TypeVariable<?>, String> bindings) {
    if (type.getLowerBounds().length > 0) {
      return "? super " + text(type.getLowerBounds()[0], bindings);
    }
    return type.getUpperBounds()[0] == Object.class
        ? "?"
        : "? extends " + text(type.getUpperBounds()[0], bindings);
  }
}
