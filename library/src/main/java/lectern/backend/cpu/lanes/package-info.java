/// Float32 kernels in vector lanes (`jdk.incubator.vector`), one method each, because the JIT
/// compiler keeps vectors in registers only inside one method. Their plain twins are in
/// [lectern.backend.cpu.PlainKernels].
package lectern.backend.cpu.lanes;
