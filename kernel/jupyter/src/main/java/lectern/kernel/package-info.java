/// Where everything meets: a request comes in from the wire, the engine runs it, a reply goes out.
/// Read [lectern.kernel.Kernel] first, then [lectern.kernel.Cells], which runs cells in order.
package lectern.kernel;
