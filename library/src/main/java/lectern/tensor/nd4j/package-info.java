/// ND4J as a guest: [lectern.tensor.nd4j.Nd4jArrays] brings its arrays in and takes them out. Needs
/// ND4J on the class path; nothing else about tensors does.
package lectern.tensor.nd4j;
