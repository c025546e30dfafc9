package lectern.display;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.BaseStream;

/// Values as plain text, with limits on how many elements are written out.
final class Texts {

  /// So many elements of an array, collection or map are written out.
  static final int ELEMENTS = 100;

  private static final int DEPTH = 5;

  private Texts() {}

  /// A value as text; never throws for what the value's own code does.
  static String of(Object value) {
    return of(value, 0);
  }

  private static String of(Object value, int depth) {
    if (value == null) {
      return "null";
    }
    try {
      return switch (value) {
        case Collection<?> c when isPlain(c) ->
            depth > DEPTH ? "[…]" : sequence(c.iterator(), c.size(), depth, ", ");
        case Map<?, ?> map when isPlain(map) -> depth > DEPTH ? "{…}" : entries(map, depth);
        case Optional<?> optional ->
            optional.isEmpty()
                ? "Optional.empty"
                : "Optional[" + of(optional.get(), depth + 1) + "]";
        case BaseStream<?, ?> stream ->
            "a stream (showing it consumes nothing; .toList() gives its elements)";
        default ->
            value.getClass().isArray() ? array(value, depth) : String.valueOf(value.toString());
      };
    } catch (Throwable e) {
      Failures.passOn(e);
      return Failures.text(value, e);
    }
  }

  /// Whether `toString` is the collections' own, which has no limit; others know best.
  private static boolean isPlain(Object collection) {
    var name = collection.getClass().getName();
    return name.startsWith("java.util.");
  }

  private static String array(Object array, int depth) {
    if (depth > DEPTH) {
      return "[…]";
    }
    int length = Array.getLength(array);
    var elements =
        new Iterator<Object>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < length;
          }

          @Override
          public Object next() {
            return Array.get(array, next++);
          }
        };
    boolean rows = array.getClass().getComponentType().isArray();
    return sequence(elements, length, depth, rows ? ",\n" + " ".repeat(depth + 1) : ", ");
  }

  private static String sequence(Iterator<?> elements, int size, int depth, String between) {
    var text = new StringBuilder("[");
    for (int i = 0; elements.hasNext(); i++) {
      if (i > 0) {
        text.append(between);
      }
      if (i == ELEMENTS) {
        text.append("… ").append(size - ELEMENTS).append(" more");
        break;
      }
      text.append(of(elements.next(), depth + 1));
    }
    return text.append(']').toString();
  }

  private static String entries(Map<?, ?> map, int depth) {
    var text = new StringBuilder("{");
    int i = 0;
    for (var entry : map.entrySet()) {
      if (i > 0) {
        text.append(", ");
      }
      if (i++ == ELEMENTS) {
        text.append("… ").append(map.size() - ELEMENTS).append(" more");
        break;
      }
      text.append(of(entry.getKey(), depth + 1))
          .append('=')
          .append(of(entry.getValue(), depth + 1));
    }
    return text.append('}').toString();
  }
}
