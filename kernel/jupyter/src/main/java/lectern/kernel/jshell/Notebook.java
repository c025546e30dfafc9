package lectern.kernel.jshell;

import java.nio.file.Path;
import java.util.List;

/// What a magic may do with the notebook it runs in.
public interface Notebook {

  /// Runs code as if it stood in the cell; its last value, or [Magics#NOTHING].
  ///
  /// @throws CellFailure when the code does not compile or throws
  Object run(String code) throws CellFailure;

  /// Runs the code of a file; errors name the file and its lines.
  ///
  /// @param place what people are told, for example `util.jsh`
  /// @throws CellFailure when the code does not compile or throws
  Object load(String place, String code) throws CellFailure;

  /// Nanoseconds spent so far in code that ran, its compilation not counted.
  long nanosInCode();

  /// Adds jars and folders to the class path of all cells that follow, and runs the startup code
  /// that they carry.
  ///
  /// @throws CellFailure when that code fails
  void addToClassPath(List<Path> paths) throws CellFailure;

  /// Jars and folders on the class path.
  List<Path> classPath();

  /// The variables in the order of their declaration.
  List<Variable> variables();

  /// A variable.
  ///
  /// @param type as it was declared or inferred
  record Variable(String name, String type, Object value) {}
}
