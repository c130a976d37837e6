// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import io.pfss.models.text.Utf8;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Detects records that are not UTF-8 JSON by their first bytes, so that the message says what to
 * do.
 */
final class ForeignBytes {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int UNIT_BYTES = 4;

  private ForeignBytes() {}

  /** Returns the problem of a record's bytes; empty if they begin like UTF-8. */
  static Optional<String> problem(byte[] bytes) {
    if (bytes.length >= 2 && ByteBuffer.wrap(bytes).getShort() == GZIP_MAGIC) {
      return Optional.of(
          "The record is compressed with gzip: send plain JSON, and let Kafka's producer compress"
              + " it (compression.type)");
    }

    // A 0 among the first two bytes makes Jackson take the text for UTF-16 or UTF-32.
    if (!Utf8.isUtf16(bytes)) {
      return Optional.empty();
    }

    if (isConfluent(bytes)) {
      return Optional.of(
          "The record is in the wire format of Confluent Schema Registry, schema id "
              + Integer.toUnsignedString(ByteBuffer.wrap(bytes).getInt(1))
              + ": send plain JSON, without the five bytes of its prefix");
    }

    return Optional.of(
        "The record is in "
            + (isOfFourBytes(bytes) ? "UTF-32" : "UTF-16")
            + " or not text: send JSON in UTF-8");
  }

  /** Whether characters have four bytes: one of the first two 16-bit units is zero. */
  private static boolean isOfFourBytes(byte[] bytes) {
    return bytes.length >= UNIT_BYTES && ((bytes[0] | bytes[1]) == 0 || (bytes[2] | bytes[3]) == 0);
  }

  /**
   * Whether the record begins with 0 and a schema id of four bytes, and is not UTF-16 or UTF-32.
   */
  private static boolean isConfluent(byte[] bytes) {
    if (bytes[0] != 0 || bytes.length <= UNIT_BYTES) {
      return false;
    }

    boolean utf32 =
        zeros(bytes, 0) == UNIT_BYTES - 1
            && (bytes.length < 2 * UNIT_BYTES || zeros(bytes, UNIT_BYTES) == UNIT_BYTES - 1);
    boolean utf32Marked = bytes[1] == 0 && (bytes[2] & 0xff) >= 0xfe && (bytes[3] & 0xff) >= 0xfe;
    boolean utf16 = bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0;
    return !utf32 && !utf32Marked && !utf16;
  }

  /** Counts the zeros among the next four bytes. */
  private static int zeros(byte[] bytes, int start) {
    int zeros = 0;
    for (int i = start; i < Math.min(start + UNIT_BYTES, bytes.length); i++) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }

    return zeros;
  }
}
