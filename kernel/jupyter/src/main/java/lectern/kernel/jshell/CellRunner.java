package lectern.kernel.jshell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lectern.display.Display;
import lectern.display.MimeBundle;
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

  CellRunner(Session session, CodeRunner code, Magics magics) {
    this.session = session;
    this.code = code;
    this.magics = magics;
  }

  /// Runs a cell on this thread.
  Outcome run(Cell given) {
    cell = Script.of(given);
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
    }
  }

  private Object runPart(CellPart part) throws CellFailure {
    return switch (part) {
      case CellPart.Code java -> code.run(cell, java.text(), java.offset());
      case CellPart.Line line -> runMagic(line.name(), line.arguments(), Optional.empty());
      case CellPart.Whole whole ->
          runMagic(whole.name(), whole.arguments(), Optional.of(whole.body()));
    };
  }

  private Object runMagic(String name, String arguments, Optional<String> body) throws CellFailure {
    try {
      return session.control().asUser(() -> magics.run(name, arguments, body, notebook));
    } catch (CellFailure failure) {
      throw failure;
    } catch (Magics.UsageException e) {
      throw CellFailure.failed(
          "UsageError", e.getMessage(), List.of(Ansi.error("UsageError") + ": " + e.getMessage()));
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
      session
          .locked(() -> session.shell().variables().filter(session::isActive).toList())
          .forEach(v -> found.add(new Variable(v.name(), v.typeName(), session.valueOf(v))));
      return found;
    }
  }
}
