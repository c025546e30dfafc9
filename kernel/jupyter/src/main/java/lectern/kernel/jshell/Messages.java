package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import jdk.jshell.Diag;

/// What javac says about an error, shortened to a line, with the candidates it looked at below.
///
/// @param headline one line
/// @param details further lines, without indentation
record Messages(String headline, List<String> details) {

  private static final int MOST_DETAILS = 6;

  private static final Pattern SYMBOL = Pattern.compile("symbol:\\s*(\\S+ .+)");
  private static final Pattern LOCATION = Pattern.compile("location:\\s*(\\S+ \\S.*)");
  private static final Pattern NO_PACKAGE = Pattern.compile("package (\\w+) does not exist");
  private static final Pattern APPLIED =
      Pattern.compile(
          "(constructor|method) (\\S+) in \\S+ (\\S+) cannot be applied to given types;\\s*"
              + "required:\\s*(.*?)\\s*found:\\s*(.*?)\\s*reason:\\s*(.*)",
          Pattern.DOTALL);
  private static final Pattern CANDIDATE =
      Pattern.compile("(?:method|constructor) (.*) is not applicable");

  /// javac's message without packages and the classes around cells.
  static Messages of(Diag error) {
    var full = Names.simple(error.getMessage(Locale.ENGLISH));
    var symbol = SYMBOL.matcher(full);
    if (symbol.find()) {
      var location = LOCATION.matcher(full);
      return line(
          "cannot find "
              + symbol.group(1).strip()
              + (location.find() ? " in " + location.group(1).strip() : ""));
    }
    var nameless = NO_PACKAGE.matcher(full);
    if (nameless.matches()) {
      return line("cannot find " + nameless.group(1));
    }
    var applied = APPLIED.matcher(full);
    if (applied.matches()) {
      return line(applied(applied.toMatchResult()));
    }
    if (full.startsWith("no suitable ")) {
      return candidates(full);
    }
    return line(full.equals("'.class' expected") ? "a name is expected here" : joined(full));
  }

  private static Messages line(String headline) {
    return new Messages(headline, List.of());
  }

  private static String applied(java.util.regex.MatchResult m) {
    var reason = m.group(6).replaceFirst("^argument mismatch; ", "").strip();
    return m.group(1)
        + " "
        + m.group(2)
        + arguments(m.group(4))
        + (m.group(1).equals("method") ? " in " + m.group(3) : "")
        + " cannot be called with "
        + arguments(m.group(5))
        + (reason.contains("differ in length") ? "" : ": " + joined(reason));
  }

  private static String arguments(String types) {
    return types.equals("no arguments") ? "()" : "(" + types + ")";
  }

  private static Messages candidates(String full) {
    var lines = full.lines().map(String::strip).toList();
    var details = new ArrayList<String>();
    for (var line : lines.subList(1, lines.size())) {
      var candidate = CANDIDATE.matcher(line);
      if (candidate.matches()) {
        details.add(candidate.group(1));
      } else if (!details.isEmpty() && !line.contains("differ in length")) {
        var reason = line.replaceFirst("^\\(", "").replaceFirst("\\)$", "");
        reason = reason.replaceFirst("^(?:argument mismatch|varargs mismatch); ", "");
        var last = details.removeLast();
        details.add(last + (last.contains(": ") ? " " : ": ") + reason);
      }
    }
    var more = details.size() - MOST_DETAILS;
    if (more > 1) {
      details.subList(MOST_DETAILS, details.size()).clear();
      details.add("… and " + more + " more");
    }
    return new Messages(lines.getFirst().replace("(no arguments)", "()"), List.copyOf(details));
  }

  /// Several lines as one: `unexpected type; required: reference; found: int`.
  private static String joined(String text) {
    var joined = new StringBuilder();
    for (var line : text.lines().map(String::strip).toList()) {
      if (line.startsWith("(") && !joined.isEmpty() && joined.charAt(joined.length() - 1) == ';') {
        joined.setLength(joined.length() - 1);
      }
      if (!joined.isEmpty()) {
        joined.append(line.startsWith("(") || joined.toString().endsWith(";") ? " " : "; ");
      }
      joined.append(line.replaceAll("\\s+", " "));
    }
    return joined.toString();
  }
}
