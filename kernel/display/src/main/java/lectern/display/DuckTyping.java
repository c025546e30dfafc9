package lectern.display;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Formats that a class has by having a method: `toHtml() toSvg() toMarkdown() toLatex()` that give
/// a text, `toPng()` that gives bytes.
final class DuckTyping {

  private static final Map<String, String> METHODS = new LinkedHashMap<>();

  static {
    METHODS.put("toHtml", MimeBundle.HTML);
    METHODS.put("toSvg", MimeBundle.SVG);
    METHODS.put("toMarkdown", MimeBundle.MARKDOWN);
    METHODS.put("toLatex", MimeBundle.LATEX);
    METHODS.put("toPng", MimeBundle.PNG);
  }

  private DuckTyping() {}

  /// The bundle, without `text/plain`, or empty when the class has none of the methods.
  static Optional<MimeBundle> of(Object value) throws ReflectiveOperationException {
    if (value.getClass().getName().startsWith("java.")) {
      return Optional.empty();
    }
    var data = new LinkedHashMap<String, Object>();
    for (var entry : METHODS.entrySet()) {
      var content = call(value, entry.getKey());
      if (content instanceof byte[] bytes) {
        data.put(entry.getValue(), Base64.getEncoder().encodeToString(bytes));
      } else if (content instanceof CharSequence text) {
        data.put(entry.getValue(), text.toString());
      }
    }
    return data.isEmpty() ? Optional.empty() : Optional.of(new MimeBundle(data, Map.of()));
  }

  private static Object call(Object value, String name) throws ReflectiveOperationException {
    var method = method(value.getClass(), name);
    if (method == null) {
      return null;
    }
    try {
      var type = method.getReturnType();
      if (!CharSequence.class.isAssignableFrom(type) && type != byte[].class) {
        return null;
      }
      method.trySetAccessible();
      return method.invoke(value);
    } catch (InvocationTargetException e) {
      Failures.passOn(e.getCause());
      throw e;
    }
  }

  /// The method, which need not be public: in a notebook few people write that.
  private static Method method(Class<?> type, String name) {
    try {
      return type.getMethod(name);
    } catch (NoSuchMethodException notPublic) {
      for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
        for (var method : c.getDeclaredMethods()) {
          boolean hidden = Modifier.isPrivate(method.getModifiers());
          if (method.getName().equals(name) && method.getParameterCount() == 0 && !hidden) {
            return method;
          }
        }
      }
      return null;
    }
  }
}
