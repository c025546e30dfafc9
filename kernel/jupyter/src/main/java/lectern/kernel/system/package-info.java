/// The operating system and the virtual machine where Java has no door to them, called through the
/// foreign function interface. Nothing here is loaded before it is needed; read
/// [lectern.kernel.system.Native] first.
package lectern.kernel.system;
