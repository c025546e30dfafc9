/// The Java engine: JShell inside this process, with a loader, a weaver and an interrupt of our
/// own. Read [lectern.kernel.jshell.JShellEngine] first, then [lectern.kernel.jshell.Weaver] for
/// how a loop is stopped.
package lectern.kernel.jshell;
