package lectern.kernel.jshell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import jdk.jshell.Snippet;
import lectern.display.Display;
import lectern.display.MimeBundle;
import lectern.display.Scripting;
import lectern.kernel.engine.Cell;
import lectern.kernel.engine.Outcome;

/// Runs the parts of one cell in their order and stops at the first that fails. Each run has its
/// own.
final class CellRunner {

  private static final Object NOTHING = Magics.NOTHING;

  private final Session session;
  private final CodeRunner code;
  private final Magics magics;
  private final Notebook notebook = new LiveNotebook();

  private Script cell = new Script("Startup", "");
  private Thread thread;

  CellRunner(Session session, CodeRunner code, Magics magics) {
    this.session = session;
    this.code = code;
    this.magics = magics;
  }

  /// Runs a cell on this thread.
  Outcome run(Cell given) {
    cell = Script.of(given);
    thread = Thread.currentThread();
    Scripting.use(new Inside());
    try {
      var value = NOTHING;
      code.declarations().begin();
      for (var part : CellPart.of(given.code())) {
        value = runPart(part);
      }
      return new Outcome.Value(value == NOTHING ? Optional.empty() : Optional.of(render(value)));
    } catch (CellFailure failure) {
      return failure.outcome();
    } finally {
      code.declarations().end();
      thread = null;
    }
  }

  private Object runPart(CellPart part) throws CellFailure {
    return switch (part) {
      case CellPart.Code java -> code.run(cell, java.text(), java.offset());
      case CellPart.Assigned assigned -> runAssigned(assigned);
      case CellPart.Line line -> runMagic(line.name(), line.arguments(), Optional.empty());
      case CellPart.Whole whole ->
          runMagic(whole.name(), whole.arguments(), Optional.of(whole.body()));
    };
  }

  /// Runs the line with a call in the magic's place. The cell that errors quote is that line, where
  /// it stood.
  private Object runAssigned(CellPart.Assigned part) throws CellFailure {
    var outer = cell;
    var above = outer.code().substring(0, part.offset()).replaceAll("[^\n]", "");
    var literal = "\"" + part.line().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    var call = part.left() + Scripting.class.getName() + ".lineMagic(" + literal + ");";
    try {
      cell = new Script(outer.place(), above + call);
      return code.run(cell, call, above.length());
    } finally {
      cell = outer;
    }
  }

  private Object runMagic(String name, String arguments, Optional<String> body) throws CellFailure {
    try {
      return session.control().asUser(() -> magics.run(name, arguments, body, notebook));
    } catch (CellFailure failure) {
      throw failure;
    } catch (Throwable e) {
      code.stopIfRequested(e);
      throw new CellFailure(code.traces().failed(e));
    }
  }

  /// The value as it is shown; a `toString` of the user's own may run here.
  private MimeBundle render(Object value) throws CellFailure {
    try {
      var shown = session.control().asUser(() -> Display.render(value));
      code.stopIfRequested(null);
      return shown.data().size() == 1 && shown.text().contains("$JShell$")
          ? MimeBundle.text(Names.plain(shown.text()))
          : shown;
    } catch (CellFailure failure) {
      throw failure;
    } catch (Throwable e) {
      code.stopIfRequested(e);
      throw new CellFailure(code.traces().failed(e));
    }
  }

  /// What magics may do.
  private final class LiveNotebook implements Notebook {

    @Override
    public Object run(String given) throws CellFailure {
      return session.control().asKernel(() -> runInside(given));
    }

    private Object runInside(String given) throws CellFailure {
      var outer = cell;
      try {
        var value = NOTHING;
        var at = outer.code().indexOf(given);
        if (at < 0) {
          cell = new Script(outer.place(), given);
        }
        for (var part : CellPart.of(given)) {
          value =
              part instanceof CellPart.Code java
                  ? code.run(cell, java.text(), Math.max(0, at) + java.offset())
                  : runPart(part);
        }
        return value;
      } finally {
        cell = outer;
      }
    }

    @Override
    public Object load(String place, String given) throws CellFailure {
      var outer = cell;
      cell = new Script(place, given);
      try {
        return run(given);
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
      session.locked(() -> session.shell().variables().filter(session::isActive).toList()).stream()
          .filter(v -> v.subKind() != Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
          .forEach(v -> found.add(new Variable(v.name(), v.typeName(), session.valueOf(v))));
      return found;
    }
  }

  /// What the code of the running cell may ask for.
  private final class Inside implements Scripting.Interpreter {

    @Override
    public Object eval(String given) {
      return unlessFailed(() -> notebook.run(given));
    }

    @Override
    public Object magic(String name, String arguments, Optional<String> body) {
      return unlessFailed(() -> magics.run(name, arguments, body, notebook));
    }

    @Override
    public String trace(Throwable thrown) {
      return String.join("\n", code.traces().failed(thrown).traceback());
    }

    private Object unlessFailed(Callable<Object> work) {
      if (Thread.currentThread() != thread) {
        throw new IllegalStateException("only the cell's own thread may run code in the notebook");
      }
      try {
        var value = work.call();
        return value == NOTHING ? null : value;
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        if (e.getCause() instanceof RuntimeException original) {
          throw original;
        }
        var words =
            e instanceof CellFailure failure && failure.outcome() instanceof Outcome.Failed failed
                ? failed.name() + ": " + failed.message()
                : "interrupted";
        throw new IllegalStateException(words, e.getCause());
      }
    }
  }
}
