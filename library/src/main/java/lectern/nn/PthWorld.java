package lectern.nn;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lectern.backend.Array;
import lectern.backend.Shape;
import lectern.tensor.Tensor;

/// The names that a pickle of weights may use, and what they mean: storages of numbers beside the
/// pickle, and tensors that look at them.
final class PthWorld implements Unpickler.World {

  private static final Map<String, NumberType> STORAGES =
      Map.ofEntries(
          Map.entry("DoubleStorage", NumberType.F64),
          Map.entry("FloatStorage", NumberType.F32),
          Map.entry("HalfStorage", NumberType.F16),
          Map.entry("BFloat16Storage", NumberType.BF16),
          Map.entry("LongStorage", NumberType.I64),
          Map.entry("IntStorage", NumberType.I32),
          Map.entry("ShortStorage", NumberType.I16),
          Map.entry("CharStorage", NumberType.I8),
          Map.entry("ByteStorage", NumberType.U8),
          Map.entry("BoolStorage", NumberType.BOOL));

  /// The functions that a pickle of weights calls.
  private static final List<String> CALLS =
      List.of(
          "collections.OrderedDict",
          "torch.Size",
          "torch._utils._rebuild_tensor_v2",
          "torch._utils._rebuild_parameter");

  /// Numbers that tensors look at.
  private record Numbers(NumberType type, Array array) {}

  private final ZipParts zip;
  private final String root;
  private final ByteOrder order;
  private final Map<String, Numbers> storages = new HashMap<>();

  /// @param root the folder in the zip file that the numbers' folder lies in
  PthWorld(ZipParts zip, String root, ByteOrder order) {
    this.zip = zip;
    this.root = root;
    this.order = order;
  }

  @Override
  public void allow(Unpickler.Global global) {
    boolean storage = global.module().equals("torch") && STORAGES.containsKey(global.name());
    if (!storage && !CALLS.contains(global.toString())) {
      throw new Unpickler.PickleException("it names " + global);
    }
  }

  @Override
  public Object call(Unpickler.Global global, List<Object> arguments) {
    return switch (global.toString()) {
      case "collections.OrderedDict" -> dict(arguments);
      case "torch.Size" -> arguments.getFirst();
      case "torch._utils._rebuild_parameter" -> (Tensor) arguments.getFirst();
      case "torch._utils._rebuild_tensor_v2" ->
          tensor(
              (Numbers) arguments.get(0),
              (long) arguments.get(1),
              longs(arguments.get(2)),
              longs(arguments.get(3)));
      default -> throw new Unpickler.PickleException("it calls " + global);
    };
  }

  private static Map<Object, Object> dict(List<Object> arguments) {
    if (!arguments.isEmpty()) {
      throw new Unpickler.PickleException("it makes a dict in a way that is not known");
    }
    return new LinkedHashMap<>();
  }

  /// `("storage", type, key, place, count)`
  @Override
  public Object outside(Object id) {
    var parts = ((Unpickler.Tuple) id).items();
    var type = STORAGES.get(((Unpickler.Global) parts.get(1)).name());
    var key = (String) parts.get(2);
    if (type == null) {
      throw new Unpickler.PickleException("it keeps numbers as " + parts.get(1));
    }
    var known = storages.get(key);
    if (known == null) {
      known = numbers(type, key, (long) parts.get(4));
      storages.put(key, known);
    }
    if (known.type != type) {
      throw new Unpickler.PickleException("it reads storage " + key + " as two types");
    }
    return known;
  }

  private static long[] longs(Object tuple) {
    var items = new ArrayList<>(((Unpickler.Tuple) tuple).items());
    return items.stream().mapToLong(i -> (long) i).toArray();
  }

  /// A view of the numbers; it must lie inside them.
  private static Tensor tensor(Numbers numbers, long offset, long[] sizes, long[] strides) {
    int[] dims = ints(sizes);
    int[] steps = ints(strides);
    long last = offset;
    long size = 1;
    boolean fits = dims.length == steps.length && offset >= 0;
    for (int i = 0; fits && i < dims.length; i++) {
      last += (dims[i] - 1L) * steps[i];
      size *= dims[i];
      fits = size <= Integer.MAX_VALUE - 8 && last <= Integer.MAX_VALUE;
    }
    long length = numbers.array.size();
    if (!fits || (size == 0 ? offset > length : last >= length)) {
      throw new Unpickler.PickleException("a tensor in it reaches outside its numbers");
    }
    // A view of nothing begins at the start.
    int start = size == 0 ? 0 : (int) offset;
    return Tensor.wrap(new Array(numbers.array.storage(), Shape.of(dims), steps, start));
  }

  private static int[] ints(long[] values) {
    for (long value : values) {
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw new Unpickler.PickleException("a tensor in it has a size or stride of " + value);
      }
    }
    return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
  }

  private Numbers numbers(NumberType type, String key, long count) {
    var entry = zip.entry(root + "data/" + key);
    if (entry == null) {
      throw zip.bad("the numbers of storage " + key + " are missing");
    }
    if (count < 0 || count > Integer.MAX_VALUE - 8 || count * type.bytes > entry.getSize()) {
      throw zip.bad(
          "storage %s should have %d numbers in %d bytes".formatted(key, count, entry.getSize()));
    }
    try (var in = zip.open(entry)) {
      zip.take(count * type.dtype.bytes());
      var elements = Npy.numbers(in, type, (int) count, order);
      return new Numbers(type, Tensor.wrap(elements, Shape.of((int) count)).array());
    } catch (EOFException e) {
      throw zip.bad("storage " + key + " is cut off");
    } catch (IOException e) {
      throw zip.bad("storage " + key + ": " + e.getMessage());
    }
  }
}
