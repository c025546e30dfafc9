/// ND4J as a backend: [lectern.backend.nd4j.Nd4jBackend] computes with INDArray and needs ND4J on
/// the class path.
package lectern.backend.nd4j;
