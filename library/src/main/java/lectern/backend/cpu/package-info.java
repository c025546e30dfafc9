/// The fast backend: float32 and float64 in Java arrays. Read [lectern.backend.cpu.CpuBackend]
/// first, then [lectern.backend.cpu.Elementwise] for how strides become runs and runs become loops;
/// matrix products lie in `gemm`, convolutions in `images`, the vector loops in `lanes`.
package lectern.backend.cpu;
