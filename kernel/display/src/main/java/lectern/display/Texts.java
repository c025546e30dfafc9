package lectern.display;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.BaseStream;

/// A value as plain text, with limits on how many elements and characters are written out.
///
/// An instance writes one value; it knows how much is left to write and in which collections it is.
final class Texts {

  /// So many elements of one array, collection or map are written out.
  static final int ELEMENTS = 100;

  /// So many of all nested ones together.
  private static final int TOTAL = 1000;

  /// A longer text would make the notebook slow to open.
  private static final int LENGTH = 100_000;

  private static final int DEPTH = 20;

  private final StringBuilder out = new StringBuilder();
  private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());
  private int left = TOTAL;

  private Texts() {}

  /// A value as text; never throws for what the value's own code does.
  static String of(Object value) {
    var texts = new Texts();
    texts.write(value);
    return texts.out.toString();
  }

  private void write(Object value) {
    int start = out.length();
    try {
      if (value == null) {
        out.append("null");
      } else if (!isContainer(value)) {
        own(value);
      } else if (!around.add(value)) {
        out.append("(this)");
      } else {
        container(value);
        around.remove(value);
      }
    } catch (Throwable e) {
      Failures.passOn(e);
      around.remove(value);
      out.setLength(start);
      out.append(Failures.text(value, e));
    }
  }

  private static boolean isContainer(Object value) {
    return value.getClass().isArray()
        || value instanceof Optional
        || value instanceof Record
        || ((value instanceof Collection || value instanceof Map) && isPlain(value));
  }

  /// Whether `toString` is the JDK's own, which has no limit; others know best.
  private static boolean isPlain(Object value) {
    return textOf(value).startsWith("java.");
  }

  /// The class whose `toString` it is.
  private static String textOf(Object value) {
    try {
      return value.getClass().getMethod("toString").getDeclaringClass().getName();
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e); // every object has it
    }
  }

  private void container(Object value) throws ReflectiveOperationException {
    if (around.size() > DEPTH) {
      out.append('…');
      return;
    }
    switch (value) {
      case Collection<?> c -> sequence(c.iterator(), c.size(), ", ");
      case Map<?, ?> map -> entries(map);
      case Record one -> record(one);
      case Optional<?> optional -> {
        out.append(optional.isEmpty() ? "Optional.empty" : "Optional[");
        if (optional.isPresent()) {
          write(optional.get());
          out.append(']');
        }
      }
      default -> array(value);
    }
  }

  private void own(Object value) {
    if (!textOf(value).equals("java.lang.Object") && !(value instanceof Class)) {
      append(String.valueOf(value.toString()));
      return;
    }
    out.append(
        switch (value) {
          case BaseStream<?, ?> stream ->
              "a stream (showing it consumes nothing; .toList() gives its elements)";
          case Iterator<?> iterator -> "an iterator (showing it takes nothing from it)";
          case Class<?> type -> Failures.readable(type.toString());
          default -> {
            var name = Failures.name(value.getClass());
            yield value.getClass().isHidden()
                ? name
                : name + "@" + Integer.toHexString(System.identityHashCode(value));
          }
        });
  }

  /// Appends a text, or as much of it as may be shown.
  private void append(String text) {
    int room = Math.max(0, LENGTH - out.length());
    if (text.length() <= room) {
      out.append(text);
      return;
    }
    int cut = room > 0 && Character.isHighSurrogate(text.charAt(room - 1)) ? room - 1 : room;
    out.append(text, 0, cut)
        .append("… ")
        .append(String.format(Locale.ROOT, "%,d", text.length() - cut))
        .append(" more characters");
    left = 0;
  }

  private void array(Object array) {
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
    sequence(elements, length, rows ? ",\n" + " ".repeat(around.size()) : ", ");
  }

  private void sequence(Iterator<?> elements, int size, String between) {
    out.append('[');
    for (int i = 0; elements.hasNext(); i++) {
      if (i > 0) {
        out.append(between);
      }
      if (isEnough(i, size)) {
        break;
      }
      write(elements.next());
    }
    out.append(']');
  }

  private void entries(Map<?, ?> map) {
    out.append('{');
    int i = 0;
    for (var entry : map.entrySet()) {
      if (i > 0) {
        out.append(", ");
      }
      if (isEnough(i++, map.size())) {
        break;
      }
      write(entry.getKey());
      out.append('=');
      write(entry.getValue());
    }
    out.append('}');
  }

  private boolean isEnough(int written, int size) {
    if (written < ELEMENTS && left-- > 0) {
      return false;
    }
    out.append("… ").append(size - written).append(" more");
    return true;
  }

  /// A record as its class says; where that is the usual text, arrays show their elements in it.
  private void record(Record value) throws ReflectiveOperationException {
    var given = String.valueOf(value.toString());
    var usual = new StringBuilder(value.getClass().getSimpleName()).append('[');
    var components = value.getClass().getRecordComponents();
    var values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = component(value, components[i].getAccessor());
      usual.append(i > 0 ? ", " : "").append(components[i].getName()).append('=').append(values[i]);
    }
    if (!usual.append(']').toString().equals(given)) {
      append(given);
      return;
    }
    out.append(value.getClass().getSimpleName()).append('[');
    for (int i = 0; i < components.length; i++) {
      out.append(i > 0 ? ", " : "").append(components[i].getName()).append('=');
      write(values[i]);
    }
    out.append(']');
  }

  /// What a record's component holds.
  static Object component(Object value, java.lang.reflect.Method accessor)
      throws ReflectiveOperationException {
    try {
      accessor.trySetAccessible();
      return accessor.invoke(value);
    } catch (InvocationTargetException e) {
      Failures.passOn(e.getCause());
      throw e;
    }
  }
}
