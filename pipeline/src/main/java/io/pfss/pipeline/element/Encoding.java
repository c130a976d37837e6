// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.util.VarInt;

/**
 * The encoding of a component in {@link RecordCoder}. Decoding damaged bytes allocates no more
 * memory than there are bytes, whatever length they contain; Beam's own coders allocate that
 * length.
 *
 * @param <V> the component's type, boxed
 */
record Encoding<V>(Writer<V> writer, Reader<V> reader) {
  static final Encoding<Long> LONG = new Encoding<>(Encoding::writeLong, Encoding::readLong);
  static final Encoding<byte[]> BYTES = new Encoding<>(Encoding::writeBytes, Encoding::readBytes);
  static final Encoding<String> TEXT =
      new Encoding<>(
          (value, out) -> writeBytes(value.getBytes(StandardCharsets.UTF_8), out),
          in -> new String(readBytes(in), StandardCharsets.UTF_8));
  private static final Encoding<Integer> INT =
      new Encoding<>((value, out) -> writeLong((long) value, out), Encoding::readInt);
  private static final DoubleCoder DOUBLE = DoubleCoder.of();

  @FunctionalInterface
  interface Writer<V> {
    void write(V value, OutputStream out) throws IOException;
  }

  @FunctionalInterface
  interface Reader<V> {
    V read(InputStream in) throws IOException;
  }

  /**
   * Returns the encoding of a type.
   *
   * @throws IllegalArgumentException if the type has no encoding
   */
  static Encoding<?> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic, generic.getActualTypeArguments());
    } else if (type == long.class || type == Long.class) {
      return LONG;
    } else if (type == int.class || type == Integer.class) {
      return INT;
    } else if (type == double.class) {
      return new Encoding<>(DOUBLE::encode, DOUBLE::decode);
    } else if (type == boolean.class) {
      return ofOneOf(List.of(false, true));
    } else if (type == String.class) {
      return TEXT;
    } else if (type == byte[].class) {
      return BYTES;
    }

    Class<?> raw = (Class<?>) type;
    if (raw.isRecord() && !raw.isAnnotationPresent(DefaultCoder.class)) {
      // A record of a package that does not know Beam.
      return of(RecordCoder.of(raw.asSubclass(Record.class)));
    }

    return raw.isEnum() ? ofOneOf(List.of(raw.getEnumConstants())) : ofElement(raw);
  }

  private static <E> Encoding<E> of(Coder<E> coder) {
    return new Encoding<>(coder::encode, coder::decode);
  }

  private static Encoding<?> ofGeneric(ParameterizedType type, Type[] parts) {
    if (type.getRawType() == List.class) {
      return ofList(of(parts[0]));
    } else if (type.getRawType() == Map.class) {
      return ofMap(of(parts[0]), of(parts[1]));
    } else if (type.getRawType() == Optional.class
        && parts[0] instanceof Class<?> raw
        && raw.isEnum()) {
      List<Object> values = new ArrayList<>(List.of(Optional.empty()));
      Arrays.stream(raw.getEnumConstants()).map(Optional::of).forEach(values::add);
      return ofOneOf(values);
    }

    throw new IllegalArgumentException("No encoding of " + type);
  }

  private static <E> Encoding<E> ofElement(Class<E> type) {
    try {
      return of(CoderRegistry.createDefault().getCoder(type));
    } catch (CannotProvideCoderException e) {
      throw new IllegalArgumentException("No encoding of " + type, e);
    }
  }

  /** Encodes one of a few values as its index, in one byte. */
  static <E> Encoding<E> ofOneOf(List<E> values) {
    return new Encoding<>(
        (value, out) -> out.write(values.indexOf(value)),
        in -> {
          int index = in.read();
          if (index < 0 || index >= values.size()) {
            throw new CoderException("Invalid index " + index + " of " + values);
          }
          return values.get(index);
        });
  }

  /** The list grows as elements are decoded, so a wrong length fails at the end of the bytes. */
  private static <E> Encoding<List<E>> ofList(Encoding<E> element) {
    return new Encoding<>(
        (values, out) -> {
          VarInt.encode(values.size(), out);
          for (E value : values) {
            element.writer.write(value, out);
          }
        },
        in -> {
          List<E> values = new ArrayList<>();
          for (int left = readLength(in); left > 0; left--) {
            values.add(element.reader.read(in));
          }

          return values;
        });
  }

  private static <K, E> Encoding<Map<K, E>> ofMap(Encoding<K> key, Encoding<E> element) {
    return new Encoding<>(
        (values, out) -> {
          VarInt.encode(values.size(), out);
          for (Map.Entry<K, E> entry : values.entrySet()) {
            key.writer.write(entry.getKey(), out);
            element.writer.write(entry.getValue(), out);
          }
        },
        in -> {
          Map<K, E> values = new HashMap<>();
          for (int left = readLength(in); left > 0; left--) {
            values.put(key.reader.read(in), element.reader.read(in));
          }

          return values;
        });
  }

  /**
   * Writes a zigzag varint: short for values near 0. One write, because a stream may lock for each.
   */
  private static void writeLong(long value, OutputStream out) throws IOException {
    byte[] bytes = new byte[10];
    int length = 0;
    long left = (value << 1) ^ (value >> (Long.SIZE - 1));
    while ((left & ~0x7FL) != 0) {
      bytes[length++] = (byte) (left | 0x80);
      left >>>= 7;
    }

    bytes[length++] = (byte) left;
    out.write(bytes, 0, length);
  }

  private static long readLong(InputStream in) throws IOException {
    long folded = VarInt.decodeLong(in);
    return (folded >>> 1) ^ -(folded & 1);
  }

  private static int readInt(InputStream in) throws IOException {
    long value = readLong(in);
    if (value != (int) value) {
      throw new CoderException("Not a 32-bit integer: " + value);
    }

    return (int) value;
  }

  private static void writeBytes(byte[] value, OutputStream out) throws IOException {
    VarInt.encode(value.length, out);
    out.write(value);
  }

  private static byte[] readBytes(InputStream in) throws IOException {
    int length = readLength(in);
    byte[] value = in.readNBytes(length);
    if (value.length < length) {
      throw new EOFException("Expected " + length + " bytes, found " + value.length);
    }

    return value;
  }

  private static int readLength(InputStream in) throws IOException {
    int length = VarInt.decodeInt(in);
    if (length < 0) {
      throw new CoderException("Negative length: " + length);
    }

    return length;
  }
}
