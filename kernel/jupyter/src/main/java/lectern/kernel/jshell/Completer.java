package lectern.kernel.jshell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import lectern.kernel.engine.Completion;

/// Suggests what could stand at the cursor: what JShell knows, what it leaves out (local variables,
/// keywords, annotations, constants), the names of the cell itself, and magics.
///
/// Ranked: what fits the expected type, then local names and the notebook's own, then the rest by
/// alphabet, what every object has, what is deprecated.
final class Completer {

  private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  private final Session session;
  private final Magics magics;
  private final Receivers receivers;
  private final Places places;

  Completer(Session session, Magics magics) {
    this.session = session;
    this.magics = magics;
    receivers = new Receivers(session);
    places = new Places(receivers);
  }

  /// Candidates at a cursor; none when nothing fits.
  Completion complete(String code, int cursor) {
    var at = Math.max(0, Math.min(cursor, code.length()));
    var line = code.lastIndexOf('\n', at - 1) + 1;
    var typed = code.substring(line, at).stripLeading();
    if (typed.startsWith("%")) {
      var name = typed.replaceFirst("^%+", "").split("\\s", 2);
      if (typed.startsWith("%%") || name.length < 2 || !magics.takesCode(name[0])) {
        var word = typed.substring(typed.lastIndexOf(' ') + 1);
        return new Completion(at - word.length(), at, magics.complete(typed));
      }
    }
    return session.locked(() -> java(code, JavaCode.before(code, at, magics)));
  }

  private Completion java(String cell, String code) {
    CompilerFiles.wantNames(); // who asks once asks again
    var cursor = code.length();
    if (JavaScanner.of(code).unfinished()) {
      return new Completion(cursor, cursor, List.of());
    }
    var start = JavaCode.wordStart(code, cursor);
    var prefix = code.substring(start);
    var found = new Candidates(prefix);
    var place = places.at(code, start);
    switch (place) {
      case Places.Member member -> members(code, member.receiver(), found);
      case Places.Reference reference -> references(code, reference.receiver(), found);
      case Places.Import line -> imports(code, line, found);
      case Places.Annotation ignored -> annotations(prefix, found);
      case Places.New expected -> constructors(code, expected.expected().get(), found);
      case Places.Case cases -> cases(code, cases.of(), found);
      case Places.Name name -> names(cell, code, start, name.expected().get(), found);
    }
    return new Completion(start, cursor, found.sorted());
  }

  private static List<SourceCodeAnalysis.Suggestion> suggestions(
      SourceCodeAnalysis analysis, String code) {
    return analysis.completionSuggestions(code, code.length(), new int[1]);
  }

  private void members(String code, Receivers.Receiver receiver, Candidates found) {
    Map<String, Signatures.Member> known = receiver == null ? Map.of() : Signatures.of(receiver);
    var analysis = receiver == null ? session.namesKnown() : session.analysis();
    for (var each : suggestions(analysis, code)) {
      var text = each.continuation();
      var name = nameOf(text);
      var member = known.get(text.contains("(") ? name + "(" : name);
      if (isHidden(name) || (member == null && isProtected(name))) {
        continue; // not accessible, whatever JShell thinks
      }
      var rank = each.matchesType() ? 0 : 4;
      if (member != null) {
        rank += (isObjects(name) ? 2 : 0) + (member.isDeprecated() ? 8 : 0);
        found.add(text, member.kind(), member.text(), rank);
      } else {
        found.add(text, guess(text), "", rank + (isObjects(name) ? 2 : 0));
      }
    }
  }

  /// `String::` has static methods for JShell alone.
  private void references(String code, Receivers.Receiver receiver, Candidates found) {
    if (receiver == null) {
      for (var each : suggestions(session.analysis(), code)) {
        found.add(each.continuation(), "function", "", 4);
      }
      return;
    }
    Signatures.of(receiver)
        .forEach(
            (name, member) -> {
              if (member.kind().equals("function") && !isProtected(nameOf(name))) {
                var rank = (isObjects(nameOf(name)) ? 2 : 0) + (member.isDeprecated() ? 8 : 0);
                found.add(nameOf(name), "function", member.text(), rank);
              }
            });
    if (receiver.isName()) {
      found.add("new", "keyword", "", 1);
    }
  }

  private void imports(String code, Places.Import line, Candidates found) {
    if (line.mayBeStatic()) {
      found.add("static", "keyword", "", 0);
    }
    for (var each : suggestions(session.namesKnown(), code)) {
      var text = each.continuation();
      var isMember = line.isStatic() && !text.endsWith(".") && !text.matches("\\p{Lu}.*\\p{Ll}.*");
      var kind = text.endsWith(".") ? "module" : "class";
      found.add(
          text, isMember ? guess(text.matches("\\p{Lu}.*") ? text : text + "(") : kind, "", 4);
    }
  }

  private void annotations(String prefix, Candidates found) {
    var usual =
        List.of("Override", "FunctionalInterface", "SuppressWarnings", "SafeVarargs", "Deprecated");
    usual.forEach(name -> found.add(name, "class", "", 0));
    if (prefix.isEmpty()) {
      return;
    }
    for (var each : suggestions(session.analysis(), prefix)) {
      var name = nameOf(each.continuation());
      var type = Character.isUpperCase(name.charAt(0)) ? receivers.resolve(name) : null;
      if (type != null && type.isAnnotation()) {
        found.add(name, "class", "", 1);
      }
    }
  }

  private void constructors(String code, Optional<Class<?>> expected, Candidates found) {
    var own = Own.of(session);
    var suggestions = suggestions(session.analysis(), code);
    for (var each : suggestions) {
      var text = each.continuation();
      var name = nameOf(text);
      if (isHidden(name)) {
        continue;
      }
      var rank = own.containsKey(name) ? 3 : 4;
      var isFew = suggestions.size() < 60;
      var type = expected.isPresent() || isFew ? receivers.resolve(name) : null;
      if (type != null) {
        var isAbstract = java.lang.reflect.Modifier.isAbstract(type.getModifiers());
        if (expected.isPresent() && expected.get().isAssignableFrom(type)) {
          rank = 0;
        }
        rank += (isAbstract ? 1 : 0) + (type.isAnnotationPresent(Deprecated.class) ? 8 : 0);
        if (type.getTypeParameters().length > 0 && text.startsWith(name + "(")) {
          text = name + "<>" + text.substring(name.length());
        }
      }
      found.add(text, text.endsWith(".") ? "module" : "class", "", rank);
    }
  }

  /// The constants of the enum or the classes of the sealed interface that is switched over.
  private void cases(String code, Class<?> selector, Candidates found) {
    if (selector.isEnum()) {
      for (var field : selector.getFields()) {
        if (field.isEnumConstant()) {
          found.add(field.getName(), "field", selector.getSimpleName(), 0);
        }
      }
      return;
    }
    if (selector.isSealed()) {
      for (var type : selector.getPermittedSubclasses()) {
        found.add(type.getSimpleName(), "class", "", 0);
      }
    }
    for (var each : suggestions(session.analysis(), code)) {
      if (Character.isUpperCase(each.continuation().charAt(0))) {
        found.add(each.continuation(), "class", "", 4);
      }
    }
  }

  private void names(
      String cell, String code, int start, Optional<Class<?>> expected, Candidates found) {
    var prefix = code.substring(start);
    var own = Own.of(session);
    Locals.at(code.substring(0, start))
        .forEach((name, type) -> found.add(name, "variable", type, 1));
    if (expected.isPresent() && expected.get().isEnum()) {
      for (var field : expected.get().getFields()) {
        if (field.isEnumConstant()) {
          var name = expected.get().getSimpleName() + "." + field.getName();
          found.force(name, "field", expected.get().getSimpleName(), 0);
        }
      }
    }
    for (var each : suggestions(session.analysis(), code)) {
      var text = each.continuation();
      var name = nameOf(text);
      if (!isHidden(name)) {
        var known = own.get(name);
        var isCall = text.contains("(");
        found.add(
            text,
            isCall ? "function" : known != null ? known.kind() : guess(text),
            known != null ? known.text() : "",
            (each.matchesType() ? 0 : 4) + (known != null ? 0 : 1));
      }
    }
    Keywords.that(prefix).forEach(word -> found.add(word, "keyword", "", 3));
    words(cell, code, start).forEach(word -> found.add(word, "variable", "", 3));
    if (found.isEmpty() && prefix.length() > 1) {
      elsewhere(prefix, found);
    }
  }

  /// Nothing begins so: a class written in lower case, or one that is not imported.
  private void elsewhere(String prefix, Candidates found) {
    var upper = Character.toUpperCase(prefix.charAt(0)) + prefix.substring(1);
    if (!upper.equals(prefix)) {
      for (var each : suggestions(session.namesKnown(), prefix)) {
        found.add(each.continuation(), guess(each.continuation()), "", 4);
      }
      for (var each : suggestions(session.namesKnown(), upper)) {
        found.force(each.continuation(), guess(each.continuation()), "", 4);
      }
      return;
    }
    session.namesKnown().listQualifiedNames(prefix, prefix.length()).getNames().stream()
        .filter(name -> !name.contains(".internal.") && !name.startsWith("sun."))
        .limit(5)
        .forEach(name -> found.force(name, "class", "", 4));
  }

  private static boolean isHidden(String name) {
    return name.isEmpty()
        || name.contains("$JShell")
        || name.equals("do_it$")
        || name.startsWith("<");
  }

  private static boolean isProtected(String name) {
    return name.equals("clone") || name.equals("finalize");
  }

  /// What every object has comes after what this one has.
  private static boolean isObjects(String name) {
    return List.of("equals", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait")
        .contains(name);
  }

  private static String guess(String text) {
    var name = nameOf(text);
    if (text.endsWith(".")) {
      return "module";
    }
    if (text.contains("(")) {
      return Character.isUpperCase(name.charAt(0)) ? "class" : "function";
    }
    if (javax.lang.model.SourceVersion.isKeyword(name)) {
      return "keyword";
    }
    return !Character.isUpperCase(name.charAt(0))
        ? "variable"
        : name.matches("\\p{Lu}[\\p{Lu}\\d_]+") ? "field" : "class";
  }

  /// Words of the cell that begin like the one at the cursor: names that are not declared yet.
  private static List<String> words(String cell, String code, int start) {
    var prefix = code.substring(start);
    if (prefix.length() < 2) {
      return List.of();
    }
    return WORD.matcher(JavaScanner.of(cell).plain())
        .results()
        .map(m -> m.group())
        .filter(word -> !word.equals(prefix))
        .distinct()
        .limit(1000)
        .toList();
  }

  private static String nameOf(String text) {
    var end = text.indexOf('(');
    return end < 0 ? text : text.substring(0, end);
  }
}
