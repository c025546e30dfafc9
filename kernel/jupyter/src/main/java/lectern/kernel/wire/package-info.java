/// The ZeroMQ sockets of a kernel: who may touch them, in which order messages leave, and what
/// happens when nobody reads. Read [lectern.kernel.wire.Wire] first, then
/// [lectern.kernel.wire.Publisher], which batches text.
package lectern.kernel.wire;
