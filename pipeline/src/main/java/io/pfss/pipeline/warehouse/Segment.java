// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ReceivedReadingCoder;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The readings of one bundle and window, as bytes: a magic number with the version of the format,
 * readings by {@link ReceivedReadingCoder}, their count, and a CRC-32C of all bytes before it.
 *
 * <p>A segment makes readings durable fast and cheaply. When the window closes, one Parquet file is
 * made of many segments.
 */
final class Segment {
  private static final int MAGIC = 0x50465333;

  /** The magic number of the former version, without unknown fields and labels. */
  private static final int FORMER_MAGIC = 0x50465332;

  private static final int TRAILER_BYTES = Integer.BYTES + Integer.BYTES;
  private static final int INITIAL_BYTES = 64 * 1024;

  private ByteBuffer bytes = ByteBuffer.allocate(INITIAL_BYTES).putInt(MAGIC);
  private int count;

  void add(ReceivedReading reading) {
    int needed = ReceivedReadingCoder.maxBytes(reading) + TRAILER_BYTES;
    while (bytes.remaining() < needed) {
      bytes = ByteBuffer.allocate(bytes.capacity() * 2).put(bytes.flip());
    }

    ReceivedReadingCoder.write(reading, bytes);
    count++;
  }

  int size() {
    return bytes.position();
  }

  /** Returns the complete segment; no reading can be added after that. */
  byte[] toBytes() {
    bytes.putInt(count);
    byte[] content = Arrays.copyOf(bytes.array(), bytes.position() + Integer.BYTES);
    ByteBuffer.wrap(content).putInt(content.length - Integer.BYTES, checksum(content));
    return content;
  }

  /**
   * Decodes the readings of a segment.
   *
   * @throws IOException if the bytes are not a complete segment
   */
  static List<ReceivedReading> read(byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    if (content.length < Integer.BYTES + TRAILER_BYTES || !isMagic(buffer.getInt(0))) {
      throw new IOException("it is not a segment, bytes=" + content.length);
    }

    if (buffer.getInt(content.length - Integer.BYTES) != checksum(content)) {
      throw new IOException("its checksum does not match, bytes=" + content.length);
    }

    int count = buffer.getInt(content.length - TRAILER_BYTES);
    buffer.position(Integer.BYTES).limit(content.length - TRAILER_BYTES);
    if (count < 0 || count > buffer.remaining() / ReceivedReadingCoder.MIN_BYTES) {
      throw new IOException(
          "its count does not match, bytes=" + content.length + " readings=" + count);
    }

    List<ReceivedReading> readings = new ArrayList<>(count);
    try {
      for (int i = 0; i < count; i++) {
        readings.add(ReceivedReadingCoder.read(buffer));
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("its reading " + readings.size() + " is invalid: " + e, e);
    }

    if (buffer.hasRemaining()) {
      throw new IOException(buffer.remaining() + " bytes follow its " + count + " readings");
    }

    return readings;
  }

  private static boolean isMagic(int number) {
    return number == MAGIC || number == FORMER_MAGIC;
  }

  private static int checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content, 0, content.length - Integer.BYTES);
    return (int) crc.getValue();
  }
}
