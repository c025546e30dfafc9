package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.Diag;

/// Tells why code did not compile: place, message, the source line with a mark, a hint.
final class CompileErrors {

  /// The name under which a front end shows it.
  static final String NAME = "CompilationException";

  private static final int MOST = 5;

  /// After one of these javac guesses, and what it says next is seldom true.
  private static final Pattern SYNTAX =
      Pattern.compile(
          "compiler\\.err\\.(?:.*expected\\d*|illegal\\.(?!initializer|enum|ref|static|self).*"
              + "|premature\\.eof|unclosed\\..*|not\\.stmt|.*\\.without\\..*|orphaned|"
              + "invalid\\.meth\\.decl.*|array\\.dimension.*)");

  private static final Pattern REFERENCE = Pattern.compile("[\\w.<>]*\\s*::\\s*");
  private static final Pattern ALONE = Pattern.compile("^(else|catch|finally)\\b");

  private final Hints hints;

  CompileErrors(Hints hints) {
    this.hints = hints;
  }

  /// The failure of one piece of a cell.
  CellFailure failure(Origins.Origin origin, String source, List<Diag> diagnostics) {
    var errors = worthTelling(diagnostics.stream().filter(Diag::isError).toList());
    var lines = new ArrayList<String>();
    var told = new HashSet<String>();
    var summary = "";
    for (var error : errors.subList(0, Math.min(MOST, errors.size()))) {
      var from = place(error, source);
      var at = Math.min(origin.at(from), origin.code().length());
      var line = Origins.lineOf(origin.code(), at);
      var message = message(error, source);
      if (!told.add(message.headline())) {
        continue;
      }
      if (summary.isEmpty()) {
        summary = "line " + line + ": " + message.headline();
      }
      lines.add(head(origin, line, message.headline()));
      lines.addAll(marked(origin.code(), at, length(error, source, from)));
      message.details().forEach(detail -> lines.add("  " + detail));
      hints
          .of(error, message.headline(), source)
          .forEach(hint -> lines.add("  " + Ansi.hint(hint)));
    }
    if (errors.size() > MOST) {
      lines.add("… and " + (errors.size() - MOST) + " more errors");
    }
    if (errors.isEmpty()) {
      var line = Origins.lineOf(origin.code(), origin.offset());
      summary = "line " + line + ": this is not Java";
      lines.add(head(origin, line, "this is not Java"));
    }
    return CellFailure.failed(NAME, summary, lines);
  }

  /// The failure of a declaration with a name that nobody knows.
  CellFailure unknown(Origins.Origin origin, String what, int at, List<String> found) {
    var begin = origin.at(at);
    var line = Origins.lineOf(origin.code(), begin);
    var message = "cannot find " + what;
    var lines = new ArrayList<String>();
    lines.add(head(origin, line, message));
    var end = begin;
    while (end < origin.code().length()
        && Character.isJavaIdentifierPart(origin.code().charAt(end))) {
      end++;
    }
    lines.addAll(marked(origin.code(), begin, end - begin));
    found.forEach(hint -> lines.add("  " + Ansi.hint(hint)));
    return CellFailure.failed(NAME, "line " + line + ": " + message, lines);
  }

  /// The failure of code with a comment that does not end.
  static CellFailure unclosedComment(Origins.Origin origin, int at) {
    var line = Origins.lineOf(origin.code(), at);
    var lines = new ArrayList<String>();
    lines.add(head(origin, line, "unclosed comment"));
    lines.addAll(marked(origin.code(), at, 2));
    return CellFailure.failed(NAME, "line " + line + ": unclosed comment", lines);
  }

  private static String head(Origins.Origin origin, int line, String message) {
    return Ansi.place(origin.place() + ", line " + line) + ": " + Ansi.bold(message);
  }

  private static Messages message(Diag error, String source) {
    var alone = ALONE.matcher(source);
    if (alone.find() && error.getCode().endsWith("premature.eof")) {
      var first = alone.group(1).equals("else") ? "if" : "try";
      return new Messages("'" + alone.group(1) + "' without '" + first + "'", List.of());
    }
    return Messages.of(error);
  }

  /// Of syntax errors the first; no missing `return` beside a real reason.
  private static List<Diag> worthTelling(List<Diag> errors) {
    if (errors.size() > 1 && SYNTAX.matcher(errors.getFirst().getCode()).matches()) {
      return errors.subList(0, 1);
    }
    var kept = errors.stream().filter(e -> !e.getCode().endsWith("missing.ret.stmt")).toList();
    return kept.isEmpty() ? errors : kept;
  }

  /// Where the mark begins: at the name, for `receiver.name` not at the receiver, for an unknown
  /// receiver not at the name.
  private static int place(Diag error, String source) {
    var at = Math.clamp(error.getPosition(), 0, source.length());
    if (at < source.length() && source.charAt(at) == '.') {
      return error.getCode().endsWith("doesnt.exist") && !source.startsWith("import")
          ? Math.clamp(error.getStartPosition(), 0, at)
          : at + 1;
    }
    var reference = REFERENCE.matcher(source);
    return reference.find(at) && reference.start() == at ? reference.end() : at;
  }

  private static int length(Diag error, String source, int from) {
    var end = from;
    while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
      end++;
    }
    var whole =
        error.getPosition() == error.getStartPosition()
            && !error.getCode().contains("cant.resolve");
    return whole ? (int) Math.max(end, error.getEndPosition()) - from : end - from;
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
}
