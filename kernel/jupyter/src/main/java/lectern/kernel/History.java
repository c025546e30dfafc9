package lectern.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lectern.kernel.protocol.Request;

/// The cells that ran, for the arrow-up key of a console. Safe for use by several threads.
final class History {

  private record Line(int session, int number, String code, String output) {}

  private static final int SESSION = 1;

  private final List<Line> lines = new ArrayList<>();

  /// Keeps a cell.
  ///
  /// @param output its value as text, or null
  synchronized void add(int number, String code, String output) {
    lines.add(new Line(SESSION, number, code, output));
  }

  /// The rows that a client asks for, oldest first.
  synchronized JsonArray answer(Request.History request) {
    var chosen =
        switch (request.histAccessType()) {
          case "range" -> range(request);
          case "search" -> last(request.n(), search(request));
          default -> last(request.n(), lines);
        };
    var rows = new JsonArray();
    chosen.forEach(line -> rows.add(row(line, request.output())));
    return rows;
  }

  private List<Line> range(Request.History request) {
    boolean thisSession = request.session() == 0 || request.session() == SESSION;
    int stop = request.stop() == null ? Integer.MAX_VALUE : request.stop();
    return lines.stream()
        .filter(l -> thisSession && l.number >= request.start() && l.number < stop)
        .toList();
  }

  private List<Line> search(Request.History request) {
    var pattern = glob(request.pattern());
    var found = lines.stream().filter(l -> pattern.matcher(l.code).matches()).toList();
    if (!request.unique()) {
      return found;
    }
    var newest = new LinkedHashMap<String, Line>();
    for (var line : found) {
      newest.remove(line.code);
      newest.put(line.code, line);
    }
    return List.copyOf(newest.values());
  }

  private static <T> List<T> last(Integer n, List<T> all) {
    return n == null ? all : all.subList(Math.max(0, all.size() - Math.max(0, n)), all.size());
  }

  /// `*` is any text, `?` any character.
  private static Pattern glob(String pattern) {
    var regex =
        pattern
            .codePoints()
            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL);
  }

  private static JsonArray row(Line line, boolean withOutput) {
    var row = new JsonArray();
    row.add(line.session);
    row.add(line.number);
    if (!withOutput) {
      row.add(line.code);
      return row;
    }
    JsonElement output = line.output == null ? JsonNull.INSTANCE : new JsonPrimitive(line.output);
    var pair = new JsonArray();
    pair.add(line.code);
    pair.add(output);
    row.add(pair);
    return row;
  }
}
