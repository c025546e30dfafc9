package lectern.nn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.annotations.SerializedName;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lectern.backend.Shape;

/// An open safetensors file: eight bytes of header length, a JSON header, raw little-endian
/// numbers.
///
/// The whole header is checked before any number is read: every tensor's bytes must fit its shape,
/// and together they must fill the file without gaps.
final class SafetensorsFile implements AutoCloseable {

  private static final long LARGEST_HEADER = 100_000_000;
  private static final int CHUNK = 1 << 20;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// One tensor as the header tells of it.
  ///
  /// @param name its key
  /// @param dtype the format's word for the number type, for example `F32`
  /// @param shape its dimensions
  /// @param begin where its bytes begin, counted from the end of the header
  /// @param end where they end
  record Entry(String name, String dtype, Shape shape, long begin, long end) {}

  /// What the header says of one tensor, in the format's words.
  private record Fields(
      String dtype, List<Integer> shape, @SerializedName("data_offsets") List<Long> dataOffsets) {

    Entry named(String name) {
      return new Entry(
          name,
          requireNonNull(dtype, "dtype"),
          Shape.of(shape.stream().mapToInt(Integer::intValue).toArray()),
          dataOffsets.get(0),
          dataOffsets.get(1));
    }
  }

  private static final Gson JSON =
      new GsonBuilder().setStrictness(Strictness.STRICT).disableHtmlEscaping().create();
  private static final TypeToken<LinkedHashMap<String, JsonElement>> HEADER = new TypeToken<>() {};
  private static final TypeToken<LinkedHashMap<String, String>> METADATA = new TypeToken<>() {};

  private final Path path;
  private final Arena arena;
  private final MemorySegment data;
  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;

  private SafetensorsFile(
      Path path,
      Arena arena,
      MemorySegment data,
      Map<String, Entry> entries,
      Map<String, String> metadata) {
    this.path = path;
    this.arena = arena;
    this.data = data;
    this.entries = entries;
    this.metadata = metadata;
  }

  /// Opens a file and checks its header.
  ///
  /// @throws CheckpointException if it is not a whole safetensors file
  /// @throws IOException if it cannot be read
  static SafetensorsFile open(Path path) throws IOException {
    var arena = Arena.ofConfined();
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return parse(path, arena, all);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static SafetensorsFile parse(Path path, Arena arena, MemorySegment all) {
    if (all.byteSize() < 8) {
      throw bad(path, "it has " + all.byteSize() + " bytes, too few for a header");
    }
    long length = all.get(LONG, 0);
    if (length < 2 || length > LARGEST_HEADER || length > all.byteSize() - 8) {
      throw bad(path, "its header claims " + length + " bytes of the file's " + all.byteSize());
    }
    var text = new String(all.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE), UTF_8);
    var entries = new LinkedHashMap<String, Entry>();
    var metadata = new LinkedHashMap<String, String>();
    try {
      JSON.fromJson(text, HEADER)
          .forEach(
              (name, value) -> {
                if (name.equals("__metadata__")) {
                  metadata.putAll(JSON.fromJson(value, METADATA));
                } else {
                  entries.put(name, JSON.fromJson(value, Fields.class).named(name));
                }
              });
    } catch (JsonParseException
        | IllegalArgumentException
        | NullPointerException
        | IndexOutOfBoundsException e) {
      var reason = e.getCause() instanceof IOException cause ? cause : e;
      var where = String.valueOf(reason.getMessage()).lines().findFirst().orElse("");
      throw bad(path, "its header is not understood: " + where);
    }
    var data = all.asSlice(8 + length);
    try {
      check(path, entries, data.byteSize());
    } catch (ArithmeticException e) {
      throw bad(path, "its header names a shape too large to count");
    }
    return new SafetensorsFile(path, arena, data, entries, metadata);
  }

  private static void check(Path path, Map<String, Entry> entries, long size) {
    long at = 0;
    var inOrder = new ArrayList<>(entries.values());
    inOrder.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    for (var entry : inOrder) {
      if (entry.begin() != at || entry.end() < at) {
        throw bad(path, entry + " does not begin where the one before ends, at " + at);
      }
      long bytes = size(path, entry);
      if (entry.end() - entry.begin() != bytes) {
        throw bad(path, entry + " has other than the " + bytes + " bytes of its shape");
      }
      at = entry.end();
    }
    if (at != size) {
      throw bad(path, "its tensors need " + at + " bytes, it holds " + size);
    }
  }

  private static long size(Path path, Entry entry) {
    long size = type(path, entry).bytes;
    for (int dim : entry.shape().dims()) {
      size = Math.multiplyExact(size, (long) dim);
    }
    return size;
  }

  private static NumberType type(Path path, Entry entry) {
    for (var type : NumberType.values()) {
      if (type.name().equals(entry.dtype())) {
        return type;
      }
    }
    throw bad(
        path,
        "%s has the number type %s; known are %s"
            .formatted(
                entry.name(),
                entry.dtype(),
                Stream.of(NumberType.values()).map(Enum::name).collect(joining(" "))));
  }

  private static CheckpointException bad(Path path, String what) {
    return new CheckpointException(
        path + " is not a whole safetensors file: " + what + ". Fetch or write it again.");
  }

  /// The tensors, in the header's order.
  Map<String, Entry> entries() {
    return entries;
  }

  /// The header's free words.
  Map<String, String> metadata() {
    return metadata;
  }

  /// A tensor's numbers as a new Java array; see [NumberType].
  Object read(Entry entry) {
    if (entry.shape().size() > Integer.MAX_VALUE - 8) {
      throw new CheckpointException(
          path + ": " + entry + " has more elements than one Java array can hold");
    }
    int n = (int) entry.shape().size();
    var type = type(path, entry);
    var numbers = type.array(n);
    for (long from = 0; from < n; from += CHUNK) {
      long bytes = type.bytes * Math.min(CHUNK, n - from);
      var part = data.asSlice(entry.begin() + type.bytes * from, bytes).asByteBuffer();
      type.read(part.order(ByteOrder.LITTLE_ENDIAN), numbers, (int) from);
    }
    return numbers;
  }

  @Override
  public void close() {
    arena.close();
  }
}
