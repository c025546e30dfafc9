package lectern.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads and writes the little JSON that checkpoint headers are made of: objects, arrays, strings,
/// whole numbers, true, false and null. Objects keep their order and may not name a key twice.
final class Json {

  private static final int DEEPEST = 32;

  private final String text;
  private int at;
  private int depth;

  private Json(String text) {
    this.text = text;
  }

  /// Maps, lists, strings, longs, booleans and null.
  ///
  /// @throws IllegalArgumentException that says what was wrong at which character
  static Object parse(String text) {
    var json = new Json(text);
    var value = json.value();
    json.space();
    if (json.at < text.length()) {
      throw json.wrong("nothing more");
    }
    return value;
  }

  /// The same text that [#parse] reads.
  static String write(Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map -> {
        var fields = new ArrayList<String>();
        map.forEach((key, field) -> fields.add(write(key) + ":" + write(field)));
        yield "{" + String.join(",", fields) + "}";
      }
      case List<?> list -> "[" + String.join(",", list.stream().map(Json::write).toList()) + "]";
      case String string -> quoted(string);
      default -> value.toString();
    };
  }

  private Object value() {
    space();
    if (depth > DEEPEST) {
      throw wrong("at most " + DEEPEST + " levels");
    }
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    var map = new LinkedHashMap<String, Object>();
    depth++;
    at++;
    space();
    while (peek() != '}') {
      if (!map.isEmpty()) {
        take(',');
        space();
      }
      var key = string();
      space();
      take(':');
      if (map.containsKey(key)) {
        throw wrong("every key once, but \"" + key + "\" comes twice");
      }
      map.put(key, value());
      space();
    }
    at++;
    depth--;
    return map;
  }

  private List<Object> array() {
    var list = new ArrayList<>();
    depth++;
    at++;
    space();
    while (peek() != ']') {
      if (!list.isEmpty()) {
        take(',');
      }
      list.add(value());
      space();
    }
    at++;
    depth--;
    return list;
  }

  private String string() {
    take('"');
    var out = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escape() : c);
    }
    at++;
    return out.toString();
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '/' -> c;
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw wrong("four digits after \\u");
        }
        at += 4;
        try {
          yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
        } catch (NumberFormatException e) {
          throw wrong("four hexadecimal digits after \\u");
        }
      }
      default -> throw wrong("an escape");
    };
  }

  private Long number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Long.valueOf(text.substring(start, at));
    } catch (NumberFormatException e) {
      at = start;
      throw wrong("a value");
    }
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong(word);
    }
    at += word.length();
    return value;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("more text");
    }
    return text.charAt(at);
  }

  private void take(char c) {
    if (peek() != c) {
      throw wrong("'" + c + "'");
    }
    at++;
  }

  private IllegalArgumentException wrong(String expected) {
    var found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new IllegalArgumentException(
        "JSON: expected %s at character %d, found %s".formatted(expected, at, found));
  }

  private static String quoted(String string) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
