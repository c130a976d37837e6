package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.ReceivedReading;
import io.pfss.pipeline.ReceivedReadingCoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The readings that one bundle has of one window, as bytes: a magic number, the readings by {@link
 * ReceivedReadingCoder}, their count, and a CRC-32C of all before it.
 *
 * <p>A segment makes readings durable at once and cheaply; Parquet is made of many when the window
 * closes.
 */
final class Segment {
  private static final int MAGIC = 0x50465331;
  private static final int TRAILER_BYTES = Integer.BYTES + Integer.BYTES;
  private static final ReceivedReadingCoder CODER = ReceivedReadingCoder.of();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int count;

  Segment() {
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(MAGIC).array());
  }

  void add(ReceivedReading reading) throws IOException {
    CODER.encode(reading, bytes);
    count++;
  }

  int size() {
    return bytes.size();
  }

  byte[] toBytes() {
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(count).array());
    byte[] content = Arrays.copyOf(bytes.toByteArray(), bytes.size() + Integer.BYTES);
    int checksum = checksum(content);
    ByteBuffer.wrap(content).putInt(content.length - Integer.BYTES, checksum);
    return content;
  }

  /**
   * The readings of a segment.
   *
   * @throws IOException if the bytes are not those of a whole segment
   */
  static List<ReceivedReading> read(byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    if (content.length < Integer.BYTES + TRAILER_BYTES || buffer.getInt(0) != MAGIC) {
      throw new IOException("not a segment of " + content.length + " bytes");
    }

    if (buffer.getInt(content.length - Integer.BYTES) != checksum(content)) {
      throw new IOException("the checksum of its " + content.length + " bytes does not match");
    }

    int count = buffer.getInt(content.length - TRAILER_BYTES);
    ByteArrayInputStream in =
        new ByteArrayInputStream(
            content, Integer.BYTES, content.length - Integer.BYTES - TRAILER_BYTES);
    List<ReceivedReading> readings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      readings.add(CODER.decode(in));
    }

    return readings;
  }

  private static int checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content, 0, content.length - Integer.BYTES);
    return (int) crc.getValue();
  }
}
