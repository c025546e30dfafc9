package lectern.nn;

import java.nio.ByteBuffer;
import lectern.backend.DType;

/// The number types of files, by safetensors' words. Half floats become float32; integers that have
/// no type of their own take the next larger one.
enum NumberType {
  F64(8, DType.FLOAT64),
  F32(4, DType.FLOAT32),
  F16(2, DType.FLOAT32),
  BF16(2, DType.FLOAT32),
  I64(8, DType.INT64),
  I32(4, DType.INT32),
  I16(2, DType.INT32),
  I8(1, DType.INT32),
  U32(4, DType.INT64),
  U16(2, DType.INT32),
  U8(1, DType.INT32),
  BOOL(1, DType.BOOL);

  /// Bytes of one number in the file.
  final int bytes;

  /// What it becomes.
  final DType dtype;

  NumberType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /// The type that a tensor is written as.
  static NumberType of(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> F64;
      case FLOAT32 -> F32;
      case INT64 -> I64;
      case INT32 -> I32;
      case BOOL -> BOOL;
    };
  }

  /// A Java array for n numbers.
  Object array(int n) {
    return switch (dtype) {
      case FLOAT64 -> new double[n];
      case FLOAT32 -> new float[n];
      case INT64 -> new long[n];
      case INT32 -> new int[n];
      case BOOL -> new boolean[n];
    };
  }

  /// Reads all of `from`, in its byte order, into the array from place `at` on.
  void read(ByteBuffer from, Object array, int at) {
    int n = from.remaining() / bytes;
    switch (this) {
      case F64 -> from.asDoubleBuffer().get((double[]) array, at, n);
      case F32 -> from.asFloatBuffer().get((float[]) array, at, n);
      case I64 -> from.asLongBuffer().get((long[]) array, at, n);
      case I32 -> from.asIntBuffer().get((int[]) array, at, n);
      default -> {
        for (int i = 0; i < n; i++) {
          readOne(from, array, at + i);
        }
      }
    }
  }

  private void readOne(ByteBuffer from, Object array, int i) {
    switch (this) {
      case F16 -> ((float[]) array)[i] = Float.float16ToFloat(from.getShort());
      case BF16 -> ((float[]) array)[i] = Float.intBitsToFloat(from.getShort() << 16);
      case I16 -> ((int[]) array)[i] = from.getShort();
      case U16 -> ((int[]) array)[i] = Short.toUnsignedInt(from.getShort());
      case I8 -> ((int[]) array)[i] = from.get();
      case U8 -> ((int[]) array)[i] = Byte.toUnsignedInt(from.get());
      case U32 -> ((long[]) array)[i] = Integer.toUnsignedLong(from.getInt());
      case BOOL -> ((boolean[]) array)[i] = from.get() != 0;
      default -> throw new AssertionError(this);
    }
  }
}
