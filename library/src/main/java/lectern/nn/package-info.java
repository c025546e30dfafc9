/// Layers: computations with parameters, put together into models. Read [lectern.nn.Layer], then
/// [lectern.nn.Linear] and [lectern.nn.Sequential]; what a model learned is kept by
/// [lectern.nn.Safetensors] and [lectern.nn.Npz], and comes from PyTorch by [lectern.nn.Pth].
package lectern.nn;
