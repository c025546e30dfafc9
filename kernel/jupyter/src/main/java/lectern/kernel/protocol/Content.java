package lectern.kernel.protocol;

/// What a message says. The record's place and name give the protocol's message type:
/// `Request.Execute` is `execute_request`, `Reply.Execute` is `execute_reply`, `Event.DisplayData`
/// is `display_data`, `CommContent.Open` is `comm_open`.
public sealed interface Content permits Request, Reply, Event, CommContent {}
