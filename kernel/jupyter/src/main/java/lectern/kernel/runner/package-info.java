/// A Jupyter client: starts a kernel as a process of its own, runs notebooks in it, writes what
/// came out. Read [lectern.kernel.runner.KernelProcess] first, then
/// [lectern.kernel.runner.KernelClient].
package lectern.kernel.runner;
