/// ND4J as a backend and as a guest: [lectern.backend.nd4j.Nd4jBackend] computes with INDArray,
/// [lectern.backend.nd4j.Nd4jArrays] brings arrays in and takes them out. Both need ND4J on the
/// class path; nothing else in the library does.
package lectern.backend.nd4j;
