/// Jupyter's messages (protocol 5.5): records, their JSON, their signatures; no sockets. Read
/// [lectern.kernel.protocol.Message] first, then [lectern.kernel.protocol.Codec], which turns one
/// into frames and back.
package lectern.kernel.protocol;
