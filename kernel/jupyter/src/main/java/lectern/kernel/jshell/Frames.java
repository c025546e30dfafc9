package lectern.kernel.jshell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.Snippet;
import lectern.kernel.jshell.Origins.Origin;

/// Finds the cell and the line of a stack frame.
///
/// JShell wraps each snippet into a class of its own; the frame's class names the snippet, and
/// JShell tells which place in the snippet a place in the wrapped source is.
final class Frames {

  private static final String WRAPPER = "REPL.$JShell$";
  private static final int MOST_RETIRED = 20;

  private final Session session;
  private final Origins origins;
  private final Map<String, Snippet> byClass = new ConcurrentHashMap<>();

  /// What was dropped last: an exception that is kept may still tell of it.
  private final Deque<Snippet> retired = new ArrayDeque<>();

  Frames(Session session, Origins origins) {
    this.session = session;
    this.origins = origins;
  }

  /// Where a frame is.
  ///
  /// @param line of the cell, counted from 1
  /// @param who class and method as the cell writes them; empty at the cell's top level
  record Place(Origin origin, int line, String who) {}

  /// Remembers which class a snippet has become.
  void note(Snippet snippet) {
    if (!(snippet instanceof jdk.jshell.ImportSnippet)) {
      byClass.put(session.outerName(snippet), snippet);
    }
  }

  /// Forgets a dropped snippet, a while later.
  synchronized void retire(Snippet snippet) {
    retired.add(snippet);
    if (retired.size() > MOST_RETIRED) {
      var oldest = retired.remove();
      byClass.values().remove(oldest);
      origins.remove(oldest.id());
    }
  }

  /// Whether a frame is one of the notebook's.
  static boolean isOfCell(StackTraceElement frame) {
    return frame.getClassName().startsWith(WRAPPER);
  }

  /// The cell's place of a frame; empty for frames of libraries.
  Optional<Place> of(StackTraceElement frame) {
    if (!isOfCell(frame)) {
      return Optional.empty();
    }
    return session.locked(
        () ->
            snippetOf(frame)
                .flatMap(
                    snippet ->
                        origins
                            .of(snippet.id())
                            .map(
                                o ->
                                    new Place(o, o.cellLine(lineIn(snippet, frame)), who(frame)))));
  }

  /// The snippet that a frame runs in.
  Optional<Snippet> snippetOf(StackTraceElement frame) {
    var outer = outerOf(frame.getClassName());
    var known = byClass.get(outer);
    if (known == null) {
      session
          .locked(() -> session.shell().snippets().filter(session::isActive).toList())
          .forEach(this::note);
      known = byClass.get(outer);
    }
    return Optional.ofNullable(known);
  }

  private static String outerOf(String className) {
    var end = className.indexOf('$', WRAPPER.length());
    return end < 0 ? className : className.substring(0, end);
  }

  private int lineIn(Snippet snippet, StackTraceElement frame) {
    var wrapper = session.analysis().wrapper(snippet);
    var wrapped = wrapper.wrapped();
    var begin = 0;
    for (var line = 1; line < frame.getLineNumber(); line++) {
      begin = wrapped.indexOf('\n', begin) + 1;
    }
    var end = wrapped.indexOf('\n', begin);
    var last = Math.max(begin, (end < 0 ? wrapped.length() : end) - 1);
    return Origins.lineOf(snippet.source(), wrapper.wrappedToSourcePosition(last));
  }

  private static String who(StackTraceElement frame) {
    var className = frame.getClassName();
    var outer = outerOf(className);
    var nested = className.length() > outer.length() ? className.substring(outer.length() + 1) : "";
    var method = frame.getMethodName();
    if (method.startsWith("lambda$")) {
      return "lambda";
    }
    if (method.startsWith("do_it$")) {
      return "";
    }
    return nested.isEmpty() ? method : nested.replace('$', '.') + "." + method;
  }
}
