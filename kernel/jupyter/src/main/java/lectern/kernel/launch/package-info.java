/// How the kernel's process is started, and where Jupyter finds it. Read
/// [lectern.kernel.launch.JavaCommand] first: the flags of the virtual machine stand there and
/// nowhere else.
package lectern.kernel.launch;
