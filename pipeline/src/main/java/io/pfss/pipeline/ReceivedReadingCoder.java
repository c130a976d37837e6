package io.pfss.pipeline;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.AtomicCoder;

/**
 * Encodes a {@link ReceivedReading} in at most 224 bytes, big-endian: partition, offset, sensor,
 * event time, time of arrival, a bit set of the measures that are present, and 8 bytes for each of
 * those.
 *
 * <p>Of fixed width and by buffers: a stream is asked for single bytes otherwise, which on the way
 * into the warehouse and out again took as long as parsing the readings.
 */
public final class ReceivedReadingCoder extends AtomicCoder<ReceivedReading> {
  /** The most bytes of a reading. */
  public static final int MAX_BYTES = 224;

  /** The bytes of a reading without measures. */
  public static final int MIN_BYTES = 40;

  private static final int PRESENT_INDEX = MIN_BYTES - Integer.BYTES;
  private static final ReceivedReadingCoder INSTANCE = new ReceivedReadingCoder();

  private ReceivedReadingCoder() {}

  /** The coder; it has no state. */
  public static ReceivedReadingCoder of() {
    return INSTANCE;
  }

  /** Writes a reading to a buffer that has {@link #MAX_BYTES} left. */
  public static void write(ReceivedReading value, ByteBuffer out) {
    HeatReading reading = value.reading();
    int start = out.position();
    out.putInt(value.position().partition());
    out.putLong(value.position().offset());
    out.putLong(reading.sensorId());
    out.putLong(reading.eventTimeMillis());
    out.putLong(value.ingestTimeMillis());
    out.putInt(0);
    int present = 0;
    for (Measure measure : Measure.ALL) {
      if (reading.has(measure)) {
        present |= 1 << measure.ordinal();
        out.putDouble(reading.value(measure));
      }
    }

    out.putInt(start + PRESENT_INDEX, present);
  }

  /**
   * Reads the next reading of a buffer.
   *
   * @throws java.nio.BufferUnderflowException if there is no whole one left
   */
  public static ReceivedReading read(ByteBuffer in) {
    KafkaPosition position = new KafkaPosition(in.getInt(), in.getLong());
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

    return new ReceivedReading(reading.build(), position, ingestTimeMillis);
  }

  @Override
  public void encode(ReceivedReading value, OutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
    write(value, bytes);
    out.write(bytes.array(), 0, bytes.position());
  }

  @Override
  public ReceivedReading decode(InputStream in) throws IOException {
    byte[] bytes = new byte[MAX_BYTES];
    fill(bytes, 0, MIN_BYTES, in);
    int present = ByteBuffer.wrap(bytes).getInt(PRESENT_INDEX);
    int measures = Integer.bitCount(present & (1 << Measure.ALL.size()) - 1);
    fill(bytes, MIN_BYTES, measures * Double.BYTES, in);
    return read(ByteBuffer.wrap(bytes));
  }

  private static void fill(byte[] bytes, int offset, int length, InputStream in)
      throws IOException {
    if (in.readNBytes(bytes, offset, length) < length) {
      throw new EOFException("A reading ends before its " + length + " bytes");
    }
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
