package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import jdk.jshell.Diag;

/// Tells why code did not compile: place, message, the source line with a mark, a hint.
final class CompileErrors {

  /// The name under which a front end shows it.
  static final String NAME = "CompilationException";

  private static final int MOST = 5;
  private static final Pattern SYMBOL = Pattern.compile("symbol:\\s*(\\S+ .+)");
  private static final Pattern PACKAGE = Pattern.compile("\\b(?:\\p{Ll}\\w*\\.)+(?=\\p{Lu})");
  private static final Pattern LOCATION = Pattern.compile("location:\\s*(\\S+ \\S.*)");

  private final Hints hints;

  CompileErrors(Hints hints) {
    this.hints = hints;
  }

  /// The failure of one piece of a cell.
  CellFailure failure(Origins.Origin origin, String source, List<Diag> diagnostics) {
    var errors = diagnostics.stream().filter(Diag::isError).toList();
    var lines = new ArrayList<String>();
    var summary = "";
    for (var error : errors.subList(0, Math.min(MOST, errors.size()))) {
      var from = place(error, source);
      var at = Math.min(origin.offset() + from, origin.code().length());
      var line = Origins.lineOf(origin.code(), at);
      var message = message(error);
      if (summary.isEmpty()) {
        summary = "line " + line + ": " + message;
      }
      lines.add(
          Ansi.place(Traces.place(origin.cell()) + ", line " + line) + ": " + Ansi.error(message));
      lines.addAll(marked(origin.code(), at, length(error, source, from)));
      hints.of(error, message, source).forEach(hint -> lines.add("  " + Ansi.hint(hint)));
    }
    if (errors.size() > MOST) {
      lines.add("… and " + (errors.size() - MOST) + " more errors");
    }
    if (errors.isEmpty()) {
      summary = "line " + Origins.lineOf(origin.code(), origin.offset()) + ": this is not Java";
      lines.add(Ansi.place(Traces.place(origin.cell())) + ": " + Ansi.error(summary));
    }
    return CellFailure.failed(NAME, summary, lines);
  }

  /// Where the mark begins: at the name, for `receiver.name` not at the receiver.
  private static int place(Diag error, String source) {
    var at = Math.clamp(error.getPosition(), 0, source.length());
    return at < source.length() && source.charAt(at) == '.' ? at + 1 : at;
  }

  private static int length(Diag error, String source, int from) {
    var end = from;
    while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
      end++;
    }
    return error.getPosition() == error.getStartPosition()
        ? (int) Math.max(end, error.getEndPosition()) - from
        : end - from;
  }

  /// The line around `at` and below it a mark as long as `length`, within that line.
  private static List<String> marked(String code, int at, int length) {
    var begin = code.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
    if (at > 0 && at < code.length() && code.charAt(at) == '\n' && begin > at) {
      begin = at;
    }
    var end = code.indexOf('\n', at);
    var text = code.substring(begin, end < 0 ? code.length() : end);
    var column = Math.max(0, at - begin);
    var marks = Math.max(1, Math.min(length, text.length() - column));
    var pad = new StringBuilder();
    for (var i = 0; i < column; i++) {
      pad.append(i < text.length() && text.charAt(i) == '\t' ? '\t' : ' ');
    }
    return List.of("    " + text, "    " + pad + Ansi.error("^".repeat(marks)));
  }

  /// javac's message in one line.
  static String message(Diag error) {
    var full = PACKAGE.matcher(error.getMessage(Locale.ENGLISH)).replaceAll("");
    var symbol = SYMBOL.matcher(full);
    if (!symbol.find()) {
      return full.lines().map(String::strip).reduce((a, b) -> a + "; " + b).orElse(full);
    }
    var location = LOCATION.matcher(full);
    return "cannot find "
        + symbol.group(1).strip()
        + (location.find() ? " in " + location.group(1).strip() : "");
  }
}
