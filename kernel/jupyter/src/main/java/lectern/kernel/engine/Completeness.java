package lectern.kernel.engine;

/// Whether code is a whole cell.
///
/// @param status the protocol's word
/// @param indent what the next line should begin with, when incomplete
public record Completeness(Status status, String indent) {

  public enum Status {
    COMPLETE,
    INCOMPLETE,
    INVALID,
    UNKNOWN
  }
}
