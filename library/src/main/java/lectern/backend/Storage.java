package lectern.backend;

/// Memory of one backend. Several arrays may look at one storage.
public final class Storage {

  private final Backend backend;
  private final DType dtype;
  private final Object data;
  private int version;
  private boolean shared;

  /// Storage around memory of the backend's own kind: a Java array that may be longer than what is
  /// looked at, an array of another library, or `null` where there are only shapes.
  public Storage(Backend backend, DType dtype, Object data) {
    this.backend = backend;
    this.dtype = dtype;
    this.data = data;
  }

  /// Who made it and computes with it.
  public Backend backend() {
    return backend;
  }

  /// The elements' type.
  public DType dtype() {
    return dtype;
  }

  /// The memory; what it is, only the backend knows.
  public Object data() {
    return data;
  }

  /// The memory of FLOAT32 elements in a backend of Java arrays.
  public float[] floats() {
    return (float[]) data;
  }

  /// The memory of FLOAT64 elements in a backend of Java arrays.
  public double[] doubles() {
    return (double[]) data;
  }

  /// The memory of INT32 elements in a backend of Java arrays.
  public int[] ints() {
    return (int[]) data;
  }

  /// The memory of INT64 elements in a backend of Java arrays.
  public long[] longs() {
    return (long[]) data;
  }

  /// The memory of BOOL elements in a backend of Java arrays.
  public boolean[] booleans() {
    return (boolean[]) data;
  }

  /// How often the contents were changed in place.
  public int version() {
    return version;
  }

  /// Notes a change in place, so that a backward pass that saved the old contents can tell.
  public void changed() {
    version++;
  }

  /// Whether code outside the engine may hold this memory. Such memory is never recycled.
  public boolean shared() {
    return shared;
  }

  /// Notes that the memory left the engine.
  public void share() {
    shared = true;
  }
}
