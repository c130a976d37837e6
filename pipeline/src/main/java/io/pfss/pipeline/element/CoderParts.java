package io.pfss.pipeline.element;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.util.VarInt;

/**
 * Bytes, texts and lists in coders, after their length. Unlike in Beam's own coders, damaged bytes
 * take no more memory than they are long, whatever length they claim.
 */
public final class CoderParts {
  private static final DoubleCoder DOUBLE = DoubleCoder.of();

  private CoderParts() {}

  /** Writes bytes. */
  public static void writeBytes(byte[] value, OutputStream out) throws IOException {
    VarInt.encode(value.length, out);
    out.write(value);
  }

  /**
   * Reads bytes.
   *
   * @throws IOException if there are not as many as they claim
   */
  public static byte[] readBytes(InputStream in) throws IOException {
    int length = readLength(in);
    byte[] value = in.readNBytes(length);
    if (value.length < length) {
      throw new EOFException(value.length + " bytes are there, not " + length);
    }

    return value;
  }

  /** Writes a text in UTF-8. */
  public static void writeText(String value, OutputStream out) throws IOException {
    writeBytes(value.getBytes(StandardCharsets.UTF_8), out);
  }

  /**
   * Reads a text in UTF-8.
   *
   * @throws IOException if it is not whole
   */
  public static String readText(InputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  /** Writes a list. */
  public static <T> void writeList(List<T> values, Coder<T> coder, OutputStream out)
      throws IOException {
    VarInt.encode(values.size(), out);
    for (T value : values) {
      coder.encode(value, out);
    }
  }

  /**
   * Reads a list, each of whose elements takes some bytes.
   *
   * @throws IOException if it is not whole
   */
  public static <T> List<T> readList(Coder<T> coder, InputStream in) throws IOException {
    int length = readLength(in);
    List<T> values = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      values.add(coder.decode(in));
    }

    return values;
  }

  /** Writes a number that may be negative; the nearer to 0, the shorter. */
  public static void writeSigned(long value, OutputStream out) throws IOException {
    VarInt.encode((value << 1) ^ (value >> (Long.SIZE - 1)), out);
  }

  /**
   * Reads a number that may be negative.
   *
   * @throws IOException if it is not whole
   */
  public static long readSigned(InputStream in) throws IOException {
    long folded = VarInt.decodeLong(in);
    return (folded >>> 1) ^ -(folded & 1);
  }

  /** Writes a number of 64 bits. */
  public static void writeDouble(double value, OutputStream out) throws IOException {
    DOUBLE.encode(value, out);
  }

  /**
   * Reads a number of 64 bits.
   *
   * @throws IOException if it is not whole
   */
  public static double readDouble(InputStream in) throws IOException {
    return DOUBLE.decode(in);
  }

  /** Writes one of an enumeration's values, or none, as a byte. */
  public static void writeOptional(Optional<? extends Enum<?>> value, OutputStream out)
      throws IOException {
    out.write(value.map(Enum::ordinal).orElse(-1) + 1);
  }

  /**
   * Reads one of some values, or none.
   *
   * @throws IOException if it is no such byte
   */
  public static <T> Optional<T> readOptional(List<T> values, InputStream in) throws IOException {
    int index = in.read() - 1;
    if (index < -1 || index >= values.size()) {
      throw new CoderException("None of " + values + ": " + index);
    }

    return index < 0 ? Optional.empty() : Optional.of(values.get(index));
  }

  private static int readLength(InputStream in) throws IOException {
    int length = VarInt.decodeInt(in);
    if (length < 0) {
      throw new CoderException("No length: " + length);
    }

    return length;
  }
}
