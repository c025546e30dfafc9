package lectern.kernel.engine;

/// A language as Jupyter front ends know it.
///
/// @param name for example `java`
/// @param version for example `25.0.1`
/// @param mimetype for example `text/x-java-source`
/// @param fileExtension with its dot
/// @param pygmentsLexer highlights exported pages
/// @param codemirrorMode highlights cells
/// @param banner the line that a console prints
public record Language(
    String name,
    String version,
    String mimetype,
    String fileExtension,
    String pygmentsLexer,
    String codemirrorMode,
    String banner) {}
