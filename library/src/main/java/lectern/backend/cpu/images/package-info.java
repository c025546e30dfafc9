/// Convolutions and pooling. Read [lectern.backend.cpu.images.ImageFusions] first, which chooses
/// the way, then [lectern.backend.cpu.images.DirectConvolution] for the plainest of them.
package lectern.backend.cpu.images;
