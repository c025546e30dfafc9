package lectern.tensor;

/// Products of all elements but one, without a division, so that zeros are nothing special.
final class Products {

  private Products() {}

  /// For each element the product of all others along `d`: of those before it and those behind it.
  static Tensor ofOthers(Tensor x, int d) {
    if (!Mode.isRecording()) {
      return new Tensor(x.backend().productsOfOthers(x.array(), d));
    }
    return x.shape().at(d) == 0 ? x : before(x, d).mul(before(x.flip(d), d).flip(d));
  }

  /// Products of the elements before each one, in ⌈log₂ n⌉ steps that double how many are in it.
  private static Tensor before(Tensor x, int d) {
    var y = behindOnes(x, d, 1);
    for (int reach = 1; reach < x.shape().at(d); reach *= 2) {
      y = y.mul(behindOnes(y, d, reach));
    }
    return y;
  }

  /// Moved on by `count`, with ones in front.
  private static Tensor behindOnes(Tensor x, int d, int count) {
    int n = x.shape().at(d);
    var ones = new Tensor(x.backend().full(x.dtype(), x.shape().with(d, count), 1));
    return Tensor.cat(d, ones, x.slice(d, 0, n - count));
  }
}
