package lectern.kernel.jshell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import lectern.display.Display;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Cell;
import lectern.kernel.engine.Outcome;

/// Runs the parts of one cell in their order and stops at the first that fails.
final class CellRunner {

  /// What a part answers that has no value to show.
  private static final Object NOTHING = Magics.NOTHING;

  private static final Pattern SHOWN =
      Pattern.compile("\\s*(lectern\\.display\\.)?(Display\\.)?display\\s*\\([\\s\\S]*");

  private final Session session;
  private final Interruption interruption;
  private final Origins origins;
  private final Traces traces;
  private final CompileErrors errors;
  private final Declarations declarations;
  private final Pieces pieces;
  private final Magics magics;
  private final Notebook notebook = new LiveNotebook();

  private Cell cell = new Cell("", 0);

  CellRunner(Session session, Interruption interruption, Magics magics) {
    this.session = session;
    this.interruption = interruption;
    this.magics = magics;
    origins = new Origins();
    traces = new Traces(origins);
    errors = new CompileErrors(new Hints(session.analysis()));
    declarations = new Declarations(session);
    pieces = new Pieces(session);
  }

  /// Compiles and runs something harmless, so that the first cell finds everything loaded.
  void warm() {
    session.eval("1 + 1").forEach(e -> session.drop((VarSnippet) e.snippet()));
    pieces.of("var a = 1;", 0);
  }

  /// Runs a cell on this thread.
  Outcome run(Cell given) {
    cell = given;
    try {
      var value = NOTHING;
      declarations.begin();
      for (var part : CellPart.of(given.code())) {
        value = runPart(part);
      }
      return new Outcome.Value(value == NOTHING ? Optional.empty() : Optional.of(render(value)));
    } catch (CellFailure failure) {
      return failure.outcome();
    } finally {
      declarations.end();
    }
  }

  private Object runPart(CellPart part) throws CellFailure {
    return switch (part) {
      case CellPart.Code code -> runCode(code.text(), code.offset());
      case CellPart.Line line -> runMagic(line.name(), line.arguments(), Optional.empty());
      case CellPart.Whole whole ->
          runMagic(whole.name(), whole.arguments(), Optional.of(whole.body()));
    };
  }

  private Object runCode(String code, int offset) throws CellFailure {
    var value = NOTHING;
    for (var piece : pieces.of(code, offset)) {
      value = runPiece(piece);
    }
    return value;
  }

  private Object runPiece(Pieces.Piece piece) throws CellFailure {
    stopIfRequested(List.of(), null);
    var origin = new Origins.Origin(cell.number(), cell.code(), piece.offset());
    var events = session.eval(piece.source());
    var value = NOTHING;
    for (var event : events) {
      if (event.causeSnippet() == null) {
        origins.put(event.snippet().id(), origin);
        check(event, piece, origin);
        value = valueOf(event, piece);
      }
    }
    declarations.note(events);
    return value;
  }

  private void check(SnippetEvent event, Pieces.Piece piece, Origins.Origin origin)
      throws CellFailure {
    var snippet = event.snippet();
    var thrown = session.control().thrown();
    stopIfRequested(thrown, event.exception());
    if (event.status() == Snippet.Status.REJECTED) {
      throw errors.failure(origin, piece.source(), session.shell().diagnostics(snippet).toList());
    }
    if (snippet instanceof VarSnippet variable && !event.status().isDefined()) {
      throw declarations.unknownType(variable, origin);
    }
    if (event.exception() instanceof UnresolvedReferenceException unresolved) {
      throw declarations.unresolved(unresolved, origin);
    }
    if (!thrown.isEmpty()) {
      throw new CellFailure(failed(thrown, event.exception()));
    }
  }

  private Outcome failed(List<Throwable> thrown, JShellException translated) {
    if (thrown.getFirst() instanceof Watch.Exit exit) {
      return new Outcome.Failed(
          "SystemExit",
          exit.getMessage(),
          List.of(Ansi.error("SystemExit") + ": " + exit.getMessage()));
    }
    return traces.failed(thrown, translated);
  }

  private void stopIfRequested(List<Throwable> thrown, JShellException translated)
      throws CellFailure {
    if (interruption.isRequested()) {
      throw new CellFailure(new Outcome.Interrupted(traces.interrupted(thrown, translated)));
    }
  }

  private Object valueOf(SnippetEvent event, Pieces.Piece piece) {
    var kind = event.snippet().subKind();
    if (kind == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
      var value = session.control().value();
      session.drop((VarSnippet) event.snippet());
      var shown = value instanceof String && SHOWN.matcher(piece.source()).matches();
      return piece.hidden() || shown ? NOTHING : value;
    }
    return event.snippet().kind() == Snippet.Kind.EXPRESSION && !piece.hidden()
        ? session.control().value()
        : NOTHING;
  }

  private Object runMagic(String name, String arguments, Optional<String> body) throws CellFailure {
    try {
      return session.control().unlocked(() -> magics.run(name, arguments, body, notebook));
    } catch (CellFailure failure) {
      throw failure;
    } catch (Magics.UsageException e) {
      throw CellFailure.failed(
          "UsageError", e.getMessage(), List.of(Ansi.error("UsageError") + ": " + e.getMessage()));
    } catch (Throwable e) {
      stopIfRequested(List.of(e), null);
      throw new CellFailure(traces.failed(e));
    }
  }

  /// The value as it is shown; a `toString` of the user's own may run here.
  private MimeBundle render(Object value) throws CellFailure {
    try {
      var shown = session.control().unlocked(() -> Display.render(value));
      stopIfRequested(List.of(), null);
      return shown;
    } catch (CellFailure failure) {
      throw failure;
    } catch (Throwable e) {
      stopIfRequested(List.of(e), null);
      throw new CellFailure(traces.failed(e));
    }
  }

  /// What magics may do.
  private final class LiveNotebook implements Notebook {

    @Override
    public Object run(String code) throws CellFailure {
      var outer = cell;
      try {
        var value = NOTHING;
        var at = outer.code().indexOf(code);
        if (at < 0) {
          cell = new Cell(code, outer.number());
        }
        for (var part : CellPart.of(code)) {
          value =
              part instanceof CellPart.Code java
                  ? runCode(java.text(), Math.max(0, at) + java.offset())
                  : runPart(part);
        }
        return value;
      } finally {
        cell = outer;
      }
    }

    @Override
    public long nanosInCode() {
      return session.control().nanos();
    }

    @Override
    public void addToClassPath(List<Path> paths) throws CellFailure {
      for (var path : paths) {
        if (session.addToClassPath(path)) {
          var startup = Startup.of(path);
          if (startup.isPresent()) {
            run(startup.get());
          }
        }
      }
      Display.refreshRenderers();
    }

    @Override
    public List<Path> classPath() {
      return session.classPath();
    }

    @Override
    public List<Variable> variables() {
      var found = new ArrayList<Variable>();
      session
          .shell()
          .variables()
          .filter(session::isActive)
          .forEach(v -> found.add(new Variable(v.name(), v.typeName(), session.valueOf(v))));
      return found;
    }
  }
}
