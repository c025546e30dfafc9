/// Data sets, loaders and downloads with checksums. Read [lectern.data.DataLoader] first, then
/// [lectern.data.MNIST].
package lectern.data;
