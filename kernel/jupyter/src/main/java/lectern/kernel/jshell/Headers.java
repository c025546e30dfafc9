package lectern.kernel.jshell;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Turns JShell's signatures into declarations as people write them.
final class Headers {

  private static final int LONGEST_TEXT = 60;

  /// `Person(String name, int age).name()`: JShell writes a record's components behind its name.
  private static final Pattern COMPONENTS =
      Pattern.compile("(\\b\\p{Lu}[\\w$]*)\\([^()]*\\)(?=[.(])");

  private static final Pattern VARIABLE =
      Pattern.compile("((?:[\\p{L}_$][\\w$]*(?:<.*>)?\\.)*[\\p{L}_$][\\w$]*):(.+)");
  private static final Pattern GENERIC_METHOD = Pattern.compile("(.*)\\.(<[^(]*>)([\\w$]+\\(.*)");
  private static final Pattern TYPE = Pattern.compile("(?:[\\w$]+\\.)*\\p{Lu}[\\w$]*(?:<.*>)?");
  private static final Pattern PACKAGE = Pattern.compile("\\p{Ll}\\w*(?:\\.\\p{Ll}\\w*)*");
  private static final Pattern RECORD = Pattern.compile("(\\p{Lu}[\\w$.]*)(?:<.*>)?\\([^()]*\\)");

  private final Receivers receivers;

  Headers(Receivers receivers) {
    this.receivers = receivers;
  }

  /// A declaration in a line.
  String of(String signature) {
    var plain = Names.plain(signature);
    if (TYPE.matcher(plain).matches()) {
      return type(plain);
    }
    var simple = Names.simple(plain).replaceAll(" extends Object\\b", "");
    var variable = VARIABLE.matcher(simple);
    if (variable.matches()) {
      return variable.group(2) + " " + variable.group(1);
    }
    if (PACKAGE.matcher(simple).matches()) {
      return "package " + simple;
    }
    var record = RECORD.matcher(plain);
    if (record.matches()) {
      var type = receivers.resolve(record.group(1));
      return type != null && type.isRecord() ? "record " + simple : simple;
    }
    simple = withoutComponents(simple);
    var generic = GENERIC_METHOD.matcher(simple);
    return generic.matches()
        ? generic.group(2) + " " + generic.group(1) + "." + generic.group(3)
        : simple;
  }

  private String type(String signature) {
    var raw = signature.replaceAll("<.*", "");
    var type = receivers.resolve(raw);
    if (type == null) {
      var dot = raw.lastIndexOf('.');
      var owner = dot < 0 ? null : receivers.resolve(raw.substring(0, dot));
      return owner != null && owner.isEnum()
          ? owner.getSimpleName() + " " + Names.simple(raw)
          : Names.simple(signature);
    }
    var parameters = signature.substring(raw.length());
    return kind(type) + " " + raw + Names.simple(parameters).replaceAll(" extends Object\\b", "");
  }

  private static String kind(Class<?> type) {
    return type.isAnnotation()
        ? "@interface"
        : type.isInterface()
            ? "interface"
            : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
  }

  static String withoutComponents(String signature) {
    return COMPONENTS.matcher(signature).replaceAll("$1");
  }

  /// Whether a method or constructor takes so many arguments.
  static boolean takes(String signature, int arguments) {
    var text = withoutComponents(signature);
    var open = text.indexOf('(');
    var close = text.lastIndexOf(')');
    if (open < 0 || close < open) {
      return false;
    }
    var depth = 0;
    var count = text.substring(open + 1, close).isBlank() ? 0 : 1;
    for (var c : text.substring(open + 1, close).toCharArray()) {
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
      count += c == ',' && depth == 0 ? 1 : 0;
    }
    return text.contains("...") ? arguments >= count - 1 : arguments == count;
  }

  static boolean sameType(String left, String right) {
    return Names.simple(left).replace(" ", "").equals(Names.simple(right).replace(" ", ""));
  }

  static boolean mentions(String signature, String name) {
    return Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(signature).find();
  }

  /// All classes and interfaces above a class, nearest first.
  static List<Class<?>> above(Class<?> type) {
    var all = new ArrayList<Class<?>>();
    for (var each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      if (each != type) {
        all.add(each);
      }
      for (var i : each.getInterfaces()) {
        all.add(i);
        all.addAll(above(i));
      }
    }
    return all;
  }

  /// ` = 5`, or a note of what is inside; nothing where telling it would run a class's own code.
  static String value(Object value) {
    return switch (value) {
      case null -> " = null";
      case String s -> " = " + quoted(s);
      case Boolean b -> " = " + b;
      case Character c -> " = '" + c + "'";
      case Integer _, Long _, Double _, Float _, Short _, Byte _ -> " = " + value;
      case Enum<?> e -> " = " + e.name();
      case Collection<?> c when isOfJdk(c) -> "  // " + counted(c.size(), "element");
      case Map<?, ?> m when isOfJdk(m) -> "  // " + counted(m.size(), "entry");
      default ->
          value.getClass().isArray() ? "  // " + counted(Array.getLength(value), "element") : "";
    };
  }

  private static boolean isOfJdk(Object value) {
    return value.getClass().getName().startsWith("java.util.");
  }

  private static String counted(int count, String what) {
    var many = what.endsWith("y") ? what.substring(0, what.length() - 1) + "ies" : what + "s";
    return count + " " + (count == 1 ? what : many);
  }

  private static String quoted(String text) {
    var line = text.lines().findFirst().orElse("");
    var cut = line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) : line;
    return "\"" + cut.replace("\"", "\\\"") + (cut.length() < text.length() ? "…" : "") + "\"";
  }
}
