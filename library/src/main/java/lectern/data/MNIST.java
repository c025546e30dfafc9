package lectern.data;

import java.nio.file.Path;
import java.util.Objects;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.tensor.Tensor;

/// Handwritten digits, 28 × 28 pixels: 60,000 to learn from and 10,000 to test with (LeCun, Cortes,
/// Burges 1998).
///
/// The four files come from the folder that `LECTERN_DATA` names; else from the cache
/// (`~/.cache/lectern/mnist`); else they are downloaded there; else, without a network, a subset of
/// 10,000 and 2,000 images serves, which the library carries. `LECTERN_DATA=subset` asks for that
/// one. The first use prints which it is.
public final class MNIST implements Dataset {

  /// Pixels of an image's side.
  public static final int SIDE = 28;

  private static final int PIXELS = SIDE * SIDE;
  private static final float[] LEVELS = new float[256];

  static {
    for (int i = 0; i < 256; i++) {
      LEVELS[i] = i / 255f;
    }
  }

  private static MnistSource source;

  private final String name;
  private final byte[] images;
  private final byte[] labels;

  private MNIST(String name, Idx images, Idx labels) {
    if (images.shape().length != 3 || images.shape()[1] != SIDE || images.shape()[2] != SIDE) {
      throw new DataException(
          "MNIST images are (N, 28, 28) bytes, got " + Shape.of(images.shape()));
    }
    if (labels.shape().length != 1 || labels.count() != images.count()) {
      throw new DataException(
          "%,d images need as many labels, got %s"
              .formatted(images.count(), Shape.of(labels.shape())));
    }
    this.name = name;
    this.images = images.bytes();
    this.labels = labels.bytes();
  }

  /// The images to learn from: 60,000, or 10,000 of the carried subset.
  ///
  /// @throws DataException if a file is missing or is not the original one
  public static MNIST train() {
    return load("MNIST train", MnistFile.TRAIN_IMAGES, MnistFile.TRAIN_LABELS);
  }

  /// The images to test with: 10,000, or 2,000 of the carried subset.
  ///
  /// @throws DataException if a file is missing or is not the original one
  public static MNIST test() {
    return load("MNIST test", MnistFile.TEST_IMAGES, MnistFile.TEST_LABELS);
  }

  /// Data of your own in MNIST's format, for example Fashion-MNIST; gzipped or not.
  ///
  /// @param images an IDX file `(N, 28, 28)`
  /// @param labels an IDX file `(N,)`
  public static MNIST read(Path images, Path labels) {
    return new MNIST(images.getFileName().toString(), Idx.read(images), Idx.read(labels));
  }

  /// Where the data would come from now, for a person; downloads nothing.
  public static String describe() {
    return MnistSource.describe(System.getenv());
  }

  private static MNIST load(String name, MnistFile images, MnistFile labels) {
    var from = source();
    return new MNIST(name, from.load(images), from.load(labels));
  }

  private static synchronized MnistSource source() {
    if (source == null) {
      source = MnistSource.find(System.getenv());
      System.out.println(source.notice());
    }
    return source;
  }

  @Override
  public int size() {
    return labels.length;
  }

  /// The digit that image `number` shows, 0 to 9.
  public int label(int number) {
    return labels[number] & 0xff;
  }

  /// Image `number`, `(1, 28, 28)`, from 0 (paper) to 1 (ink).
  public Tensor image(int number) {
    return batch(number).x().select(0, 0);
  }

  /// x `(N, 1, 28, 28)` from 0 (paper) to 1 (ink), y `(N,)` INT64.
  @Override
  public Batch batch(int... numbers) {
    int n = numbers.length;
    var digits = new long[n];
    for (int i = 0; i < n; i++) {
      digits[i] = label(Objects.checkIndex(numbers[i], labels.length));
    }
    var shape = Shape.of(n, 1, SIDE, SIDE);
    var x =
        DType.current() == DType.FLOAT64
            ? Tensor.wrap(doubles(numbers), shape)
            : Tensor.wrap(floats(numbers), shape);
    return new Batch(x, Tensor.wrap(digits, Shape.of(n)));
  }

  private float[] floats(int[] numbers) {
    var x = new float[numbers.length * PIXELS];
    for (int i = 0; i < numbers.length; i++) {
      int from = numbers[i] * PIXELS;
      int to = i * PIXELS;
      for (int p = 0; p < PIXELS; p++) {
        x[to + p] = LEVELS[images[from + p] & 0xff];
      }
    }
    return x;
  }

  private double[] doubles(int[] numbers) {
    var x = new double[numbers.length * PIXELS];
    for (int i = 0; i < x.length; i++) {
      x[i] = (images[numbers[i / PIXELS] * PIXELS + i % PIXELS] & 0xff) / 255.0;
    }
    return x;
  }

  @Override
  public String toString() {
    return "%s: %,d images 1×28×28, labels 0 to 9".formatted(name, size());
  }
}
