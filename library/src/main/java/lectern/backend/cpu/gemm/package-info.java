/// Dense matrix products on Java arrays, by native libraries where they are there. Read
/// [lectern.backend.cpu.gemm.Gemm] first, then [lectern.backend.cpu.gemm.NativeGemm].
package lectern.backend.cpu.gemm;
