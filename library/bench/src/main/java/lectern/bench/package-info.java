/// How long things take, measured with JMH. `README.md` beside the module says how to run them and
/// what stands beside them.
package lectern.bench;
