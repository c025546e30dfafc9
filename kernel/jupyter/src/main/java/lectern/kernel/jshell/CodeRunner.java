package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.SPIResolutionException;
import lectern.kernel.engine.Outcome;

/// Runs the Java code of a cell: compiles all of it, then runs it piece by piece, so that a mistake
/// in the last line is found before the first line has done anything. Safe for use by several
/// threads: they take turns at compiling and run at once.
final class CodeRunner {

  private static final Object NOTHING = Magics.NOTHING;

  private static final Pattern SHOWN =
      Pattern.compile("(lectern\\.display\\.)?(Display\\.)?display\\s*\\([\\s\\S]*");

  private static final Pattern RUNS_CODE =
      Pattern.compile("\\b(?:eval|lineMagic|cellMagic)\\s*\\(");

  /// Declarations begin at so many different columns. JShell takes errors of the same words at the
  /// same place for one, though they are of different snippets: of 150 variables that a new record
  /// breaks it would find out one by one, and compile all others each time.
  private static final int APART = 256;

  private final Session session;
  private final Pieces pieces;
  private final Origins origins = new Origins();
  private final Frames frames;
  private final Traces traces;
  private final CompileErrors errors;
  private final Declarations declarations;
  private final LazyImports imports;

  /// How many declarations there have been; an approximate number is good enough.
  private int declared;

  CodeRunner(Session session, LazyImports imports) {
    this.session = session;
    this.imports = imports;
    pieces = new Pieces(session);
    frames = new Frames(session, origins);
    declarations = new Declarations(session, origins);
    traces = new Traces(frames, declarations);
    errors = new CompileErrors(declarations.hints());
    Watch.printWith(traces::print);
  }

  /// A piece that compiles and waits to be run.
  private record Step(Pieces.Piece piece, Session.Compiled compiled) {}

  Traces traces() {
    return traces;
  }

  Declarations declarations() {
    return declarations;
  }

  /// Runs code that stands at `offset` in a cell; the last piece's value or [Magics#NOTHING].
  Object run(Script cell, String code, int offset) throws CellFailure {
    var comment = JavaScanner.of(code).openComment();
    if (comment >= 0) {
      var origin = new Origins.Origin(cell.place(), cell.code(), offset);
      throw CompileErrors.unclosedComment(origin, offset + comment);
    }
    var value = NOTHING;
    for (var segment : segments(pieces.of(code, offset))) {
      value = runSegment(cell, segment);
    }
    return value;
  }

  /// A name declared twice in one cell has to be used between, and what `eval` declares may be used
  /// after it: there the cell is compiled in two.
  private static List<List<Pieces.Piece>> segments(List<Pieces.Piece> all) {
    var segments = new ArrayList<List<Pieces.Piece>>();
    var declared = new HashSet<String>();
    var current = new ArrayList<Pieces.Piece>();
    for (var piece : all) {
      var name = piece.declaredName();
      if (!name.isEmpty() && !declared.add(name)) {
        segments.add(current);
        current = new ArrayList<>();
        declared.clear();
        declared.add(name);
      }
      current.add(piece);
      if (RUNS_CODE.matcher(piece.source()).find()) {
        segments.add(current);
        current = new ArrayList<>();
      }
    }
    if (!current.isEmpty()) {
      segments.add(current);
    }
    return segments;
  }

  private Object runSegment(Script cell, List<Pieces.Piece> segment) throws CellFailure {
    var steps = new ArrayList<Step>();
    var done = 0;
    try {
      for (var at = 0; at < segment.size(); ) {
        stopIfRequested(null);
        var together = plainFrom(segment, at);
        if (together > 1 && compileTogether(cell, segment.subList(at, at + together), steps)) {
          at += together;
        } else {
          steps.add(compile(cell, segment.get(at++)));
        }
      }
      var value = NOTHING;
      for (var step : steps) {
        value = run(cell, step);
        done++;
      }
      return value;
    } finally {
      for (var step : steps.subList(done, steps.size())) {
        undo(step);
      }
    }
  }

  /// How many plain statements follow one another.
  private static int plainFrom(List<Pieces.Piece> segment, int from) {
    var count = 0;
    while (from + count < segment.size() && segment.get(from + count).isPlain()) {
      count++;
    }
    return count;
  }

  /// Compiles statements as one block, which takes as long as one of them; false when that does not
  /// compile, be it for a mistake or for a statement that is not reached.
  private boolean compileTogether(Script cell, List<Pieces.Piece> plain, List<Step> steps) {
    var first = plain.getFirst();
    var text = cell.code().substring(first.offset(), plain.getLast().end());
    imports.meet(text);
    var compiled = session.compile("{" + text + "}");
    if (compiled.isRejected()) {
      return false;
    }
    var snippet = compiled.main();
    origins.put(snippet.id(), new Origins.Origin(cell.place(), cell.code(), first.offset()));
    frames.note(snippet);
    steps.add(new Step(first, compiled));
    return true;
  }

  private Step compile(Script cell, Pieces.Piece piece) throws CellFailure {
    var apart = piece.declaredName().isEmpty() ? 0 : declared++ % APART;
    var source = " ".repeat(apart) + piece.source();
    var origin = new Origins.Origin(cell.place(), cell.code(), piece.offset(), apart);
    imports.meet(source);
    var compiled = session.compile(source);
    if (compiled.isRejected() && imports.all()) {
      compiled = session.compile(source);
    }
    if (compiled.isRejected()) {
      var open = withPublicConstructor(source, compiled);
      compiled = open.isEmpty() ? compiled : session.compile(open);
    }
    for (var event : compiled.events()) {
      var snippet = event.snippet();
      if (event.causeSnippet() == null) {
        origins.put(snippet.id(), origin);
        if (event.status() == Snippet.Status.REJECTED) {
          throw session.locked(
              () -> errors.failure(origin, source, session.shell().diagnostics(snippet).toList()));
        }
        if (snippet instanceof VarSnippet variable && !event.status().isDefined()) {
          throw declarations.unknownType(variable, origin);
        }
      }
      if (event.status().isDefined()) {
        frames.note(snippet);
      }
      if (snippet instanceof MethodSnippet method) {
        imports.giveWay(method);
      }
    }
    declarations.note(compiled);
    return new Step(piece, compiled);
  }

  /// JShell makes every record public, so that a constructor without a modifier, as people write
  /// it, is rejected; the record with a `public` one, or nothing if that is not the reason.
  private String withPublicConstructor(String source, Session.Compiled compiled) {
    return session
        .shell()
        .diagnostics(compiled.main())
        .filter(d -> d.getCode().equals("compiler.err.invalid.canonical.constructor.in.record"))
        .filter(d -> d.getMessage(Locale.ENGLISH).contains("stronger access"))
        .map(d -> (int) d.getStartPosition())
        .filter(at -> at >= 0 && at < source.length())
        .map(at -> source.substring(0, at) + "public " + source.substring(at))
        .findFirst()
        .orElse("");
  }

  private Object run(Script cell, Step step) throws CellFailure {
    var value = NOTHING;
    for (var className : step.compiled.toRun()) {
      stopIfRequested(null);
      try {
        value = session.run(className);
      } catch (SPIResolutionException e) {
        throw unresolved(cell, step, e);
      } catch (Throwable e) {
        stopIfRequested(e);
        throw new CellFailure(traces.failed(e), e);
      }
    }
    stopIfRequested(null);
    return shownValue(step, value);
  }

  /// The value if it is one to show; temporaries are dropped.
  private Object shownValue(Step step, Object value) {
    var snippet = step.compiled.main();
    if (value == null && snippet instanceof jdk.jshell.ExpressionSnippet e) {
      declarations.whyReset(e.name()).ifPresent(System.err::println);
    }
    if (snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
      if (!(value instanceof Throwable)) { // its trace leads to the snippet
        drop((VarSnippet) snippet);
      }
      var shown = value instanceof String && SHOWN.matcher(step.piece.source()).matches();
      return step.piece.hidden() || shown ? NOTHING : value;
    }
    return snippet.kind() == Snippet.Kind.EXPRESSION && !step.piece.hidden() ? value : NOTHING;
  }

  /// A variable whose piece never ran has no value; it goes, unless it still holds an older one.
  private void undo(Step step) {
    for (var event : step.compiled.events()) {
      if (event.causeSnippet() == null
          && event.snippet() instanceof VarSnippet variable
          && session.isActive(variable)
          && session.control().isEmpty(session.outerName(variable))) {
        drop(variable);
      }
    }
  }

  private void drop(VarSnippet variable) {
    frames.retire(variable);
    session.drop(variable);
  }

  private CellFailure unresolved(Script cell, Step step, SPIResolutionException exception) {
    var origin = new Origins.Origin(cell.place(), cell.code(), step.piece.offset());
    for (var frame : exception.getStackTrace()) {
      var snippet = frames.snippetOf(frame);
      if (snippet.isPresent() && snippet.get() instanceof DeclarationSnippet called) {
        return declarations.unresolved(called, origin);
      }
    }
    return new CellFailure(traces.failed(exception));
  }

  /// Ends the cell when it is to stop.
  ///
  /// @param thrown what user code threw; null between two pieces
  void stopIfRequested(Throwable thrown) throws CellFailure {
    if (Run.here().isStopping()) {
      throw new CellFailure(new Outcome.Interrupted(traces.interrupted(thrown)));
    }
  }
}
