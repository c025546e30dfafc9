package lectern.nn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/// Reads a pickle as data: numbers, texts, tuples, lists, dicts, and what a [World] makes of the
/// few names it knows. A pickle is a program for a stack machine; of its instructions only those
/// that build such values are there, so nothing else can happen. Steps and memory are bounded by
/// the length of the pickle.
///
/// Source: Python's `pickletools`, protocols 2 to 5.
final class Unpickler {

  /// Python's `None`, which Java's collections had better not hold as `null`.
  static final Object NONE = new Object();

  /// A class or function that the pickle names.
  record Global(String module, String name) {
    @Override
    public String toString() {
      return module + "." + name;
    }
  }

  /// A Python tuple.
  record Tuple(List<Object> items) {}

  /// What names mean. Each method refuses what it does not know.
  interface World {
    /// Refuses a name that is not known, before it can be used.
    void allow(Global name);

    /// What calling the name gives.
    Object call(Global name, List<Object> arguments);

    /// What lies outside the pickle under this key.
    Object outside(Object key);
  }

  /// A pickle that is damaged or wants more than data.
  static final class PickleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PickleException(String message) {
      super(message);
    }
  }

  private static final Object MARK = new Object();

  private final ByteBuffer in;
  private final World world;
  private final ArrayList<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private Unpickler(byte[] pickle, World world) {
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.world = world;
  }

  /// The value that a pickle describes.
  ///
  /// @throws PickleException if it is damaged, or needs an instruction or a name that is not known
  static Object read(byte[] pickle, World world) {
    var reader = new Unpickler(pickle, world);
    try {
      return reader.run();
    } catch (BufferUnderflowException e) {
      throw new PickleException("it is cut off");
    } catch (NoSuchElementException | ClassCastException | IndexOutOfBoundsException e) {
      throw new PickleException(
          "its instruction before byte %d does not fit what is there"
              .formatted(reader.in.position()));
    }
  }

  private Object run() {
    while (true) {
      int at = in.position();
      int code = Byte.toUnsignedInt(in.get());
      switch (code) {
        case '.' -> {
          return pop();
        }
        case 0x80 -> protocol(in.get());
        case 0x95 -> in.getLong(); // FRAME: a hint about buffering
        case '(' -> stack.add(MARK);
        case 'N' -> push(NONE);
        case 0x88 -> push(true);
        case 0x89 -> push(false);
        case 'K' -> push((long) Byte.toUnsignedInt(in.get()));
        case 'M' -> push((long) Short.toUnsignedInt(in.getShort()));
        case 'J' -> push((long) in.getInt());
        case 0x8a -> push(integer(Byte.toUnsignedInt(in.get())));
        case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
        case 'X' -> push(text(in.getInt()));
        case 0x8c, 'U', 'C' -> push(text(Byte.toUnsignedInt(in.get())));
        case 0x8d -> push(text(in.getLong()));
        case ')' -> push(new Tuple(List.of()));
        case 0x85 -> push(new Tuple(last(1)));
        case 0x86 -> push(new Tuple(last(2)));
        case 0x87 -> push(new Tuple(last(3)));
        case 't' -> push(new Tuple(sinceMark()));
        case ']' -> push(new ArrayList<Object>());
        case '}' -> push(new LinkedHashMap<Object, Object>());
        case 'a' -> append(last(1));
        case 'e' -> append(sinceMark());
        case 's' -> put(last(2));
        case 'u' -> put(sinceMark());
        case 'q' -> memo.put(Byte.toUnsignedInt(in.get()), top());
        case 'r' -> memo.put(in.getInt(), top());
        case 0x94 -> memo.put(memo.size(), top());
        case 'h' -> push(remembered(Byte.toUnsignedInt(in.get())));
        case 'j' -> push(remembered(in.getInt()));
        case 'c' -> global(line(), line());
        case 0x93 -> {
          var names = last(2);
          global((String) names.get(0), (String) names.get(1));
        }
        case 'Q' -> push(world.outside(pop()));
        case 'R' -> {
          var arguments = (Tuple) pop();
          push(world.call((Global) pop(), arguments.items));
        }
        case 'b' -> build(last(2));
        default ->
            throw new PickleException(
                "its instruction 0x%02x at byte %d builds no weights".formatted(code, at));
      }
    }
  }

  private static void protocol(byte version) {
    if (version < 2 || version > 5) {
      throw new PickleException("its protocol is " + version + "; known are 2 to 5");
    }
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object pop() {
    var value = stack.removeLast();
    if (value == MARK) {
      throw new NoSuchElementException();
    }
    return value;
  }

  private Object top() {
    var value = stack.getLast();
    if (value == MARK) {
      throw new NoSuchElementException();
    }
    return value;
  }

  /// The last n values, taken from the stack.
  private List<Object> last(int n) {
    var values = new ArrayList<Object>(n);
    for (int i = 0; i < n; i++) {
      values.add(pop());
    }
    Collections.reverse(values);
    return values;
  }

  private List<Object> sinceMark() {
    int mark = stack.lastIndexOf(MARK);
    var tail = stack.subList(mark + 1, stack.size());
    var values = new ArrayList<>(tail);
    tail.clear();
    stack.remove(mark);
    return values;
  }

  private Object remembered(int place) {
    var value = memo.get(place);
    if (value == null) {
      throw new NoSuchElementException();
    }
    return value;
  }

  @SuppressWarnings("unchecked") // only append and put fill them
  private void append(List<Object> values) {
    ((ArrayList<Object>) top()).addAll(values);
  }

  @SuppressWarnings("unchecked")
  private void put(List<Object> pairs) {
    var map = (LinkedHashMap<Object, Object>) top();
    for (int i = 0; i < pairs.size(); i += 2) {
      var key = pairs.get(i);
      // Keys made of containers could be made to take forever.
      if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
        throw new PickleException("a key of one of its dicts is neither text nor number");
      }
      map.put(key, pairs.get(i + 1));
    }
  }

  /// What a dict has besides its entries, such as the versions of a state dict's layers, is
  /// dropped.
  private void build(List<Object> pair) {
    if (!(pair.get(0) instanceof Map)) {
      throw new PickleException(
          "it sets fields of an object, and only dicts, lists and tensors are built");
    }
    push(pair.get(0));
  }

  private void global(String module, String name) {
    var global = new Global(module, name);
    world.allow(global);
    push(global);
  }

  private String line() {
    int from = in.position();
    while (in.get() != '\n') {}
    return new String(in.array(), from, in.position() - from - 1, UTF_8);
  }

  private String text(long length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var bytes = new byte[(int) length];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  /// Two's complement of any length, of which eight bytes will do.
  private long integer(int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      byte b = in.get();
      if (i >= 8) {
        throw new PickleException("it holds an integer of " + length + " bytes");
      }
      // Only the highest byte has a sign.
      long part = i == length - 1 ? b : b & 0xffL;
      value |= part << (8 * i);
    }
    return value;
  }
}
