/// Layers: computations with parameters, put together into models. Read [lectern.nn.Layer], then
/// [lectern.nn.Linear] and [lectern.nn.Sequential].
package lectern.nn;
