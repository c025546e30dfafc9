package lectern.kernel.engine;

import java.util.List;

/// What could replace the code from `start` to `end` (UTF-16 offsets).
public record Completion(int start, int end, List<Candidate> candidates) {

  /// One suggestion.
  ///
  /// @param text what is inserted
  /// @param kind `class`, `interface`, `function`, `field`, `variable`, `keyword`, `magic`,
  ///   `module` or `path`: JupyterLab draws an icon for it
  /// @param signature type or parameters, shown beside it; may be empty
  public record Candidate(String text, String kind, String signature) {}
}
