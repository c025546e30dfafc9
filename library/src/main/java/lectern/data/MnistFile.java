package lectern.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The four files of MNIST, with the SHA-256 of their uncompressed bytes.
enum MnistFile {
  TRAIN_IMAGES(
      "train-images-idx3-ubyte",
      "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
  TRAIN_LABELS(
      "train-labels-idx1-ubyte",
      "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
  TEST_IMAGES(
      "t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
  TEST_LABELS(
      "t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

  final String plainName;
  final String sha256;

  MnistFile(String plainName, String sha256) {
    this.plainName = plainName;
    this.sha256 = sha256;
  }

  String gzName() {
    return plainName + ".gz";
  }

  /// Reads the bytes of this file, once they have been seen to be the original ones.
  Idx verified(String where, byte[] unzipped) {
    String found = sha256(unzipped);
    if (!found.equals(sha256)) {
      throw new DataException(
          """
          %s is not MNIST's %s: SHA-256 of the uncompressed bytes
            expected %s
            found    %s (%,d bytes)
          The file is damaged or another data set's. Delete it and fetch it again, or, for data of \
          your own in this format, use MNIST.read(images, labels).\
          """
              .formatted(where, plainName, sha256, found, unzipped.length));
    }
    return Idx.parse(where, unzipped);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
