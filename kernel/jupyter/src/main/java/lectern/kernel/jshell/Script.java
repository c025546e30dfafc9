package lectern.kernel.jshell;

import lectern.kernel.engine.Cell;

/// Code and where it comes from.
///
/// @param place `Cell [7]`, the name of a loaded file, or `Startup`
record Script(String place, String code) {

  static Script of(Cell cell) {
    return new Script(cell.number() > 0 ? "Cell [" + cell.number() + "]" : "Startup", cell.code());
  }
}
