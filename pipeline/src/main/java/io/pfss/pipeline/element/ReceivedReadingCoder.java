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
 * Encodes a {@link ReceivedReading}, big-endian: partition, offset, sensor, event time, time of
 * arrival, a bit set of what is present, 8 bytes for each measure that is, and the unknown fields,
 * if there are any, in UTF-8 after their length. The bits are those of the measures, one of the
 * unknown fields, and two that are the label's number from 1, or 0.
 *
 * <p>Of fixed width and by buffers: a stream is asked for single bytes otherwise, which on the way
 * into the warehouse and out again took as long as parsing the readings.
 */
public final class ReceivedReadingCoder extends AtomicCoder<ReceivedReading> {
  /** The most bytes of a reading without unknown fields. */
  public static final int MAX_BYTES = 224;

  /** The bytes of a reading without measures. */
  public static final int MIN_BYTES = 40;

  private static final int MEASURES = (1 << Measure.ALL.size()) - 1;
  private static final int EXTRA = 1 << Measure.ALL.size();
  private static final int LABEL_SHIFT = Measure.ALL.size() + 1;
  private static final int LABEL_MASK = 3;
  private static final int MAX_BYTES_A_CHARACTER = 3;
  private static final int PRESENT_INDEX = MIN_BYTES - Integer.BYTES;
  private static final ReceivedReadingCoder INSTANCE = new ReceivedReadingCoder();

  private ReceivedReadingCoder() {}

  /** The coder; it has no state. */
  public static ReceivedReadingCoder of() {
    return INSTANCE;
  }

  /** For {@link org.apache.beam.sdk.coders.DefaultCoder}. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(ReceivedReading.class), INSTANCE);
  }

  /** The most bytes that a reading may take. */
  public static int maxBytes(ReceivedReading value) {
    return value
        .reading()
        .extra()
        .map(extra -> MAX_BYTES + Integer.BYTES + extra.length() * MAX_BYTES_A_CHARACTER)
        .orElse(MAX_BYTES);
  }

  /** Writes a reading to a buffer that has {@link #maxBytes} left. */
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
   * @throws java.nio.BufferUnderflowException if there is no whole one left
   * @throws IllegalArgumentException if the bytes are none
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
      throw new EOFException("Of " + length + " bytes of fields " + extra.length + " are there");
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
      throw new EOFException("A reading ends before its " + length + " bytes");
    }
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
