package lectern.display;

import java.lang.reflect.InvocationTargetException;
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
    try {
      var method = value.getClass().getMethod(name);
      var type = method.getReturnType();
      if (!CharSequence.class.isAssignableFrom(type) && type != byte[].class) {
        return null;
      }
      method.trySetAccessible();
      return method.invoke(value);
    } catch (NoSuchMethodException e) {
      return null;
    } catch (InvocationTargetException e) {
      Failures.passOn(e.getCause());
      throw e;
    }
  }
}
