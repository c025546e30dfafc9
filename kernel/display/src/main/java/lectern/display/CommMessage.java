package lectern.display;

import java.util.List;
import java.util.Map;

/// What one end of a [Comm] says to the other.
///
/// @param data strings, numbers, booleans, lists and maps
/// @param metadata about the message; often empty
/// @param buffers binary parts
public record CommMessage(
    Map<String, Object> data, Map<String, Object> metadata, List<byte[]> buffers) {

  /// A message without metadata and binary parts.
  public static CommMessage of(Map<String, Object> data) {
    return new CommMessage(data, Map.of(), List.of());
  }
}
