// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Encodes a {@link ReceivedReading}, big-endian: partition, offset, sensor, event time, arrival
 * time, a bit set, 8 bytes for each measure that is present, and the unknown fields, if any, as a
 * length and UTF-8. The bit set has one bit per measure, one bit for the unknown fields, and two
 * bits for the label: its number from 1, or 0 without a label.
 *
 * <p>The format has fixed widths and uses buffers. Reading and writing single bytes of a stream
 * took as long as parsing the readings.
 */
public final class ReceivedReadingCoder extends AtomicCoder<ReceivedReading> {
  /** The maximum size of a reading without unknown fields, in bytes. */
  public static final int MAX_BYTES = 224;

  /** The size of a reading without measures, in bytes. */
  public static final int MIN_BYTES = 40;

  private static final int MEASURES = (1 << Measure.ALL.size()) - 1;
  private static final int EXTRA = 1 << Measure.ALL.size();
  private static final int LABEL_SHIFT = Measure.ALL.size() + 1;
  private static final int LABEL_MASK = 3;
  private static final int MAX_BYTES_PER_CHARACTER = 3;
  private static final int PRESENT_INDEX = MIN_BYTES - Integer.BYTES;
  private static final ReceivedReadingCoder INSTANCE = new ReceivedReadingCoder();

  private ReceivedReadingCoder() {}

  /** Returns the coder, which has no state. */
  public static ReceivedReadingCoder of() {
    return INSTANCE;
  }

  /** Returns the provider that {@link org.apache.beam.sdk.coders.DefaultCoder} needs. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(ReceivedReading.class), INSTANCE);
  }

  /** Returns the maximum size of a reading, in bytes. */
  public static int maxBytes(ReceivedReading value) {
    return value
        .reading()
        .extra()
        .map(extra -> MAX_BYTES + Integer.BYTES + extra.length() * MAX_BYTES_PER_CHARACTER)
        .orElse(MAX_BYTES);
  }

  /** Writes a reading to a buffer with at least {@link #maxBytes} remaining. */
  public static void write(ReceivedReading value, ByteBuffer out) {
    HeatReading reading = value.reading();
    int start = out.position();
    out.putInt(value.position().partition());
    out.putLong(value.position().offset());
    out.putLong(reading.sensorId());
    out.putLong(reading.eventTimeMillis());
    out.putLong(value.ingestTimeMillis());
    out.putInt(0);
    int present = value.label().map(label -> label.ordinal() + 1).orElse(0) << LABEL_SHIFT;
    for (Measure measure : Measure.ALL) {
      if (reading.has(measure)) {
        present |= 1 << measure.ordinal();
        out.putDouble(reading.value(measure));
      }
    }

    if (reading.extra().isPresent()) {
      byte[] extra = reading.extra().get().getBytes(StandardCharsets.UTF_8);
      present |= EXTRA;
      out.putInt(extra.length).put(extra);
    }

    out.putInt(start + PRESENT_INDEX, present);
  }

  /**
   * Reads the next reading of a buffer.
   *
   * @throws java.nio.BufferUnderflowException if the buffer ends within the reading
   * @throws IllegalArgumentException if the bytes are not a reading
   */
  public static ReceivedReading read(ByteBuffer in) {
    SourceOffset position = new SourceOffset(in.getInt(), in.getLong());
    long sensorId = in.getLong();
    long eventTimeMillis = in.getLong();
    long ingestTimeMillis = in.getLong();
    HeatReading.Builder reading = HeatReading.builder(sensorId, eventTimeMillis);
    int present = in.getInt();
    for (Measure measure : Measure.ALL) {
      if ((present & 1 << measure.ordinal()) != 0) {
        reading.set(measure, in.getDouble());
      }
    }

    if ((present & EXTRA) != 0) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new BufferUnderflowException();
      }

      byte[] extra = new byte[length];
      in.get(extra);
      reading.extra(new String(extra, StandardCharsets.UTF_8));
    }

    int label = present >> LABEL_SHIFT & LABEL_MASK;
    return new ReceivedReading(
        reading.build(),
        position,
        ingestTimeMillis,
        label == 0 ? Optional.empty() : Optional.of(SohState.ALL.get(label - 1)));
  }

  @Override
  public void encode(ReceivedReading value, OutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(maxBytes(value));
    write(value, bytes);
    out.write(bytes.array(), 0, bytes.position());
  }

  @Override
  public ReceivedReading decode(InputStream in) throws IOException {
    byte[] bytes = new byte[MAX_BYTES];
    fill(bytes, 0, MIN_BYTES, in);
    int present = ByteBuffer.wrap(bytes).getInt(PRESENT_INDEX);
    int end = MIN_BYTES + Integer.bitCount(present & MEASURES) * Double.BYTES;
    fill(bytes, MIN_BYTES, end - MIN_BYTES, in);
    if ((present & EXTRA) == 0) {
      return read(ByteBuffer.wrap(bytes));
    }

    byte[] lengthBytes = new byte[Integer.BYTES];
    fill(lengthBytes, 0, Integer.BYTES, in);
    int length = ByteBuffer.wrap(lengthBytes).getInt();
    byte[] extra = in.readNBytes(Math.max(0, length));
    if (extra.length != length) {
      throw new EOFException(
          "Expected " + length + " bytes of unknown fields, found " + extra.length);
    }

    return read(
        ByteBuffer.allocate(end + Integer.BYTES + extra.length)
            .put(bytes, 0, end)
            .putInt(extra.length)
            .put(extra)
            .flip());
  }

  private static void fill(byte[] bytes, int offset, int length, InputStream in)
      throws IOException {
    if (in.readNBytes(bytes, offset, length) < length) {
      throw new EOFException("Expected " + length + " more bytes of a reading");
    }
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
