package lectern.kernel.engine;

/// A cell to run.
///
/// @param code its source
/// @param number its execution count, used in error positions: `Cell [7], line 3`
public record Cell(String code, int number) {}
