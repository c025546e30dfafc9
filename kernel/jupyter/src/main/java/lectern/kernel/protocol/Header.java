package lectern.kernel.protocol;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Who sent a message, when, and of what type. A reply carries its request's header as parent.
///
/// @param msgId unique
/// @param session the sender's session
/// @param date ISO 8601
/// @param msgType for example `execute_request`
/// @param version of the protocol
/// @param subshellId the subshell asked, or null for the main one
public record Header(
    String msgId,
    String session,
    String username,
    String date,
    String msgType,
    String version,
    String subshellId) {

  /// The protocol spoken here.
  public static final String PROTOCOL = "5.5";

  /// A new header of this process.
  public static Header of(String msgType, String session) {
    var now = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
    return new Header(
        UUID.randomUUID().toString(), session, "lectern", now, msgType, PROTOCOL, null);
  }

  /// A copy for a subshell, or for the main shell when that is null.
  public Header in(String subshell) {
    return new Header(msgId, session, username, date, msgType, version, subshell);
  }
}
